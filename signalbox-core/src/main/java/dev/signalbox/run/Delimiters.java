package dev.signalbox.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// Marks texts of others as data. The marks bear a word that is a hash of the very texts, so that no text can hold it
/// and end its own quotation; and the same question asked again has the same words.
record Delimiters(String word) {
    private static final int WORD_BYTES = 8;

    static Delimiters of(Execution execution, List<String> texts) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(execution.request().id().getBytes(UTF_8));
            for (var text : texts) {
                digest.update((byte) 0);
                digest.update(text.getBytes(UTF_8));
            }
            return new Delimiters(HexFormat.of().formatHex(digest.digest(), 0, WORD_BYTES));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }

    String of(String name, String text) {
        return "<%1$s-%2$s>\n%3$s\n</%1$s-%2$s>\n\n".formatted(name, word, text);
    }
}
