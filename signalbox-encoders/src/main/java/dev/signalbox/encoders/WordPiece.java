package dev.signalbox.encoders;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// BERT's uncased tokenizer: words are cut, longest piece first, into the pieces of a vocabulary (Wu et al.,
/// arXiv 1609.08144). Immutable, thread-safe; nothing is allocated per token.
///
/// Written here and not taken from a library because the libraries call native code, which costs ten to twenty times
/// as long for texts of a prompt's size; the tests hold it to the reference. It differs on purpose in one point: the
/// name of a special token in a text (`[SEP]`) is text, so that no prompt can bring in a special token.
public final class WordPiece {
    /// A longer word is unknown, as in the reference.
    private static final int WORD_LETTERS_MAX = 100;

    private final WordTree tree;
    private final int insideWord;
    private final int unknown;
    private final int start;
    private final int end;
    private final int size;

    /// @param vocabulary each piece's id; pieces that go on inside a word start with `##`
    public WordPiece(Map<String, Integer> vocabulary) {
        tree = new WordTree(
                vocabulary.keySet().stream().mapToInt(String::length).sum());
        vocabulary.forEach(tree::add);
        insideWord = tree.step(tree.step(WordTree.ROOT, '#'), '#');
        unknown = id(vocabulary, "[UNK]");
        start = id(vocabulary, "[CLS]");
        end = id(vocabulary, "[SEP]");
        size = vocabulary.values().stream().mapToInt(Integer::intValue).max().orElseThrow() + 1;
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

    /// One more than the greatest id.
    public int size() {
        return size;
    }

    /// A single token as a text of its own: between `[CLS]` and `[SEP]`.
    int[] alone(int id) {
        return new int[] {start, id, end};
    }

    /// The text's token ids, from `[CLS]` to `[SEP]`.
    ///
    /// Reads no more of the text than the tokens can need when words have their longest length, so that the
    /// time does not grow with a text of megabytes.
    ///
    /// @param tokensMax what goes beyond is cut off; at least 2
    public int[] encode(String text, int tokensMax) {
        int charactersMax = tokensMax * WORD_LETTERS_MAX;
        var normal = BertText.normalise(text.length() <= charactersMax ? text : text.substring(0, charactersMax));
        var ids = new int[Math.min(tokensMax, normal.length() + 2)];
        ids[0] = start;
        int count = words(normal, ids, 1, ids.length - 1);
        ids[count++] = end;
        return count == ids.length ? ids : Arrays.copyOf(ids, count);
    }

    /// Whether the whole text has no more tokens than that, `[CLS]` and `[SEP]` included.
    boolean fits(String text, int tokensMax) {
        if (surelyFits(text, tokensMax)) return true;
        return text.length() <= tokensMax * WORD_LETTERS_MAX && encode(text, tokensMax + 1).length <= tokensMax;
    }

    /// As [#fits], without looking at the text; false where that can't tell. A character has at most three tokens, as a
    /// Korean syllable does when it is taken apart.
    static boolean surelyFits(String text, int tokensMax) {
        return 3L * text.length() + 2 <= tokensMax;
    }

    /// Cuts the text into words and these into pieces. Writes from `count` up to `last`, returns the new count.
    private int words(String text, int[] ids, int count, int last) {
        // One letter too many is enough to know that a word is too long.
        var word = new char[(WORD_LETTERS_MAX + 1) * 2];
        int length = 0;
        for (int i = 0; i < text.length() && count < last; ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            boolean space = BertText.isSpace(c);
            if (!space && BertText.isDropped(c)) continue;
            boolean alone = BertText.isPunctuation(c);
            if ((space || alone) && length > 0) {
                count = pieces(word, length, ids, count, last);
                length = 0;
            }
            if (space || length >= word.length - 1) continue;
            length += Character.toChars(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c, word, length);
            if (alone) {
                count = pieces(word, length, ids, count, last);
                length = 0;
            }
        }
        return length > 0 ? pieces(word, length, ids, count, last) : count;
    }

    /// Cuts one word into pieces, or says that it is unknown as a whole.
    private int pieces(char[] word, int length, int[] ids, int count, int last) {
        if (count == last) return count;
        if (Character.codePointCount(word, 0, length) > WORD_LETTERS_MAX) {
            ids[count] = unknown;
            return count + 1;
        }
        int written = count;
        for (int from = 0; from < length; ) {
            int node = from == 0 ? WordTree.ROOT : insideWord;
            int piece = WordTree.NOWHERE;
            int to = from;
            for (int i = from; i < length; i++) {
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
