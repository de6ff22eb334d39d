package dev.signalbox.encoders;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// BERT's uncased tokenizer: words are cut, longest piece first, into the pieces of a vocabulary (Wu et al.,
/// arXiv 1609.08144). Written here and not taken from a library because the libraries call native code, which costs ten
// to
/// twenty times as long for texts of a prompt's size; the tests hold it to the reference. Immutable, thread-safe.
public final class WordPiece {
    /// A longer word is unknown, as in the reference.
    private static final int WORD_LETTERS_MAX = 100;

    private final WordTree tree;
    private final int insideWord;
    private final int unknown;
    private final int start;
    private final int end;

    /// @param vocabulary each piece's id; pieces that go on inside a word start with `##`
    public WordPiece(Map<String, Integer> vocabulary) {
        tree = new WordTree(
                vocabulary.keySet().stream().mapToInt(String::length).sum());
        vocabulary.forEach(tree::add);
        insideWord = tree.step(tree.step(WordTree.ROOT, '#'), '#');
        unknown = id(vocabulary, "[UNK]");
        start = id(vocabulary, "[CLS]");
        end = id(vocabulary, "[SEP]");
    }

    private static int id(Map<String, Integer> vocabulary, String piece) {
        var id = vocabulary.get(piece);
        if (id == null) throw new IllegalArgumentException("the vocabulary has no `%s`".formatted(piece));
        return id;
    }

    /// The tokenizer of a Hugging Face `tokenizer.json`: its `model.vocab`.
    public static WordPiece read(InputStream tokenizerJson) throws IOException {
        var vocabulary = new LinkedHashMap<String, Integer>();
        try (var parser = new JsonFactory().createParser(ObjectReadContext.empty(), tokenizerJson)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() != JsonToken.START_OBJECT || !"vocab".equals(parser.currentName())) continue;
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    var piece = parser.currentName();
                    parser.nextToken();
                    vocabulary.put(piece, parser.getIntValue());
                }
            }
        }
        return new WordPiece(vocabulary);
    }

    /// The text's token ids, from `[CLS]` to `[SEP]`.
    ///
    /// @param tokensMax what goes beyond is cut off; at least 2
    public int[] encode(String text, int tokensMax) {
        var normal = BertText.normalise(text);
        var ids = new int[Math.min(tokensMax, normal.length() + 2)];
        ids[0] = start;
        int last = ids.length - 1;
        var word = new char[WORD_LETTERS_MAX * 2];
        int count = 1;
        int letters = 0;
        for (int i = 0; i <= normal.length() && count < last; ) {
            int c = i < normal.length() ? normal.codePointAt(i) : ' ';
            i += Character.charCount(c);
            if (c >= 'A' && c <= 'Z') c += 'a' - 'A';
            boolean space = BertText.isSpace(c);
            if (!space && c < 128 && BertText.isDropped(c)) continue;
            boolean apart = space || BertText.isPunctuation(c);
            if (apart && letters > 0) {
                count = pieces(word, letters, ids, count, last);
                letters = 0;
            }
            if (space) continue;
            // One letter too many is enough to know that the word is too long.
            if (letters < word.length - 1) letters += Character.toChars(c, word, letters);
            if (apart && count < last) {
                count = pieces(word, letters, ids, count, last);
                letters = 0;
            }
        }
        ids[count++] = end;
        return count == ids.length ? ids : java.util.Arrays.copyOf(ids, count);
    }

    /// Cuts one word into pieces, or says that it is unknown as a whole. Returns the new count.
    private int pieces(char[] word, int letters, int[] ids, int count, int last) {
        if (Character.codePointCount(word, 0, letters) > WORD_LETTERS_MAX) {
            ids[count] = unknown;
            return count + 1;
        }
        int written = count;
        for (int from = 0; from < letters; ) {
            int node = from == 0 ? WordTree.ROOT : insideWord;
            int piece = WordTree.NOWHERE;
            int to = from;
            for (int i = from; i < letters; i++) {
                node = tree.step(node, word[i]);
                if (node == WordTree.NOWHERE) break;
                if (tree.word(node) != WordTree.NOWHERE) {
                    piece = tree.word(node);
                    to = i + 1;
                }
            }
            if (piece == WordTree.NOWHERE) {
                ids[count] = unknown;
                return count + 1;
            }
            if (written < last) ids[written++] = piece;
            from = to;
        }
        return written;
    }
}
