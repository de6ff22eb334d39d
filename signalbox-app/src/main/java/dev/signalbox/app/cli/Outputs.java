package dev.signalbox.app.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;

/// The files that a command writes at its end. They are tried before its work begins, which may take minutes; folders
/// that are missing are made.
final class Outputs {
    private Outputs() {}

    /// @throws CommandException when the file can't be written, with the reason and the remedy
    @SafeVarargs
    static void require(Optional<Path>... files) {
        for (var file : files) file.ifPresent(Outputs::require);
    }

    /// @throws CommandException when the file can't be written, with the reason and the remedy
    static void require(Path file) {
        var folder = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file)) {
            throw new CommandException(
                    "`%s` is a folder: name a file in it, such as `%s`".formatted(file, file.resolve("result")));
        }
        if (folder == null || Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new CommandException("`%s` can't be written: `%s` is no folder".formatted(file, folder));
        }
        try {
            Files.createDirectories(folder);
            if (Files.exists(file)) {
                if (!Files.isWritable(file)) throw new AccessDeniedException(file.toString());
            } else {
                Files.delete(Files.createTempFile(folder, ".signalbox-", ".tmp"));
            }
        } catch (IOException refused) {
            throw new CommandException(
                    "`%s` can't be written: permission denied, or the disk is full. Make `%s` writable for this user, or name another file."
                            .formatted(file, folder));
        }
    }

    /// What went wrong with which file, and what helps.
    static String sentence(FileSystemException failed) {
        var file = failed.getFile();
        return switch (failed) {
            case NoSuchFileException _ -> "there is no file `%s`: check the path".formatted(file);
            case FileAlreadyExistsException _ -> "`%s` already exists: remove it, or name another".formatted(file);
            case AccessDeniedException _ ->
                "`%s` can't be opened: permission denied. Make it accessible for this user, or name another."
                        .formatted(file);
            case NotDirectoryException _ -> "`%s` is no folder: name a folder".formatted(file);
            default -> {
                var reason = failed.getReason() == null ? "the file system refused it" : failed.getReason();
                yield "`%s`: %s".formatted(file, reason);
            }
        };
    }
}
