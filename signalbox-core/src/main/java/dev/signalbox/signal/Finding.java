package dev.signalbox.signal;

/// What one check says of an answer, or of what there is of it so far. Checks are sensors: they attend an answer that
/// is whole, monitors one that is being said, and both speak in findings.
///
/// @param check who says so, such as `json` or `refusal`; also names the flag that conditions ask
/// @param evidence where and what, in at most [#EVIDENCE_CHARS_MAX] characters. It may quote the answer.
public record Finding(String check, Verdict verdict, Reason reason, String evidence) {
    public static final int EVIDENCE_CHARS_MAX = 300;

    /// How many checks have failed: `checks_failed == 0` accepts what nothing speaks against.
    public static final SignalKey<Double> FAILED = SignalKey.score("checks_failed");

    /// Which part of an answer is looked at, such as `code` or `prose`, where it is not the whole. A check of what only
    /// the whole can have is then UNKNOWN.
    public static final SignalKey<String> PART = SignalKey.label("answer_part");

    /// UNKNOWN where the check could not tell: it does not apply, or lacks what it needs.
    public enum Verdict {
        PASS,
        FAIL,
        UNKNOWN
    }

    /// What is wrong with an answer: the failure classes that repair and statistics go by.
    public enum Reason {
        EMPTY,
        TRUNCATED,
        REFUSAL,
        JSON_PARSE,
        SCHEMA,
        LANGUAGE,
        LENGTH,
        FORMAT,
        CITATION_MISSING,
        UNSUPPORTED_SPAN,
        CODE_SYNTAX,
        VISIBLE_TEST,
        ARITHMETIC,
        TOOL_ARGUMENTS,
        UNKNOWN_TOOL,
        PII_LEAK,
        FORBIDDEN_CONTENT,
        TEMPLATE_LEAK,
        REPETITION,
        LOW_CONFIDENCE,
        STALL,
        JUDGED,
        /// Parts of an answer contradict each other.
        INCONSISTENT;

        /// True where the answer has no end of its own and all that follows is as worthless, so that it is ended even
        /// where it would else be passed on.
        public boolean isEndless() {
            return this == REPETITION;
        }

        /// True where the failed text would lead the next model into the same mistake, so that it is better not shown.
        public boolean anchors() {
            return switch (this) {
                case REFUSAL, LANGUAGE, UNSUPPORTED_SPAN, REPETITION, TEMPLATE_LEAK -> true;
                case EMPTY,
                        TRUNCATED,
                        JSON_PARSE,
                        SCHEMA,
                        LENGTH,
                        FORMAT,
                        CITATION_MISSING,
                        CODE_SYNTAX,
                        VISIBLE_TEST,
                        ARITHMETIC,
                        TOOL_ARGUMENTS,
                        UNKNOWN_TOOL,
                        PII_LEAK,
                        FORBIDDEN_CONTENT,
                        LOW_CONFIDENCE,
                        STALL,
                        JUDGED,
                        INCONSISTENT -> false;
            };
        }
    }

    public Finding {
        if (evidence.length() > EVIDENCE_CHARS_MAX) {
            int end = EVIDENCE_CHARS_MAX - 1;
            if (Character.isHighSurrogate(evidence.charAt(end - 1))) end--;
            evidence = evidence.substring(0, end) + "…";
        }
    }

    public static Finding pass(String check, Reason reason) {
        return new Finding(check, Verdict.PASS, reason, "");
    }

    public static Finding fail(String check, Reason reason, String evidence) {
        return new Finding(check, Verdict.FAIL, reason, evidence);
    }

    /// @param why why the check cannot tell
    public static Finding unknown(String check, Reason reason, String why) {
        return new Finding(check, Verdict.UNKNOWN, reason, why);
    }

    public boolean failed() {
        return verdict == Verdict.FAIL;
    }

    /// The flag of a check: up when it passed, down when it failed, absent when it could not tell.
    public static SignalKey<Boolean> flag(String check) {
        return SignalKey.flag("check_" + check);
    }

    /// The whole finding of a check.
    public static SignalKey<Finding> key(String check) {
        return new SignalKey<>("finding_" + check, Finding.class, SignalKey.Privacy.CONTENT);
    }
}
