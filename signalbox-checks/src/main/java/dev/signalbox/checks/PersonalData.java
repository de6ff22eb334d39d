package dev.signalbox.checks;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.commons.validator.routines.CreditCardValidator;
import org.apache.commons.validator.routines.EmailValidator;
import org.apache.commons.validator.routines.IBANValidator;

/// Personal data and keys in a text: e-mail addresses, international phone numbers, IBANs, payment cards, API keys.
/// Thread-safe.
final class PersonalData {
    /// @param kind what it is, with its article
    record Item(String kind, String text, int start) {}

    private record Kind(String name, Pattern pattern, Predicate<String> isValid) {}

    /// What documentation uses: RFC 2606's names and the numbers that payment providers publish for tests.
    private static final Pattern EXAMPLE_ADDRESS =
            Pattern.compile("(?i).*@(?:.*\\.)?(?:example\\.(?:com|org|net)|.*\\.?(?:example|test|invalid|localhost))");

    private static final List<String> EXAMPLE_CARDS = List.of(
            "4242424242424242",
            "4111111111111111",
            "4012888888881881",
            "5555555555554444",
            "5105105105105100",
            "378282246310005",
            "371449635398431",
            "6011111111111117",
            "6011000990139424",
            "30569309025904");

    private static final CreditCardValidator CARDS = new CreditCardValidator(CreditCardValidator.AMEX
            + CreditCardValidator.VISA
            + CreditCardValidator.MASTERCARD
            + CreditCardValidator.DISCOVER
            + CreditCardValidator.DINERS);

    private static final List<Kind> KINDS = List.of(
            new Kind(
                    "an e-mail address",
                    Pattern.compile(
                            "(?<![\\w.+-])[A-Za-z0-9][\\w.+-]{0,63}@[A-Za-z0-9][A-Za-z0-9.-]{1,250}\\.[A-Za-z]{2,24}"),
                    text -> EmailValidator.getInstance().isValid(text)
                            && !BoundedText.matcher(EXAMPLE_ADDRESS, text).matches()),
            new Kind(
                    "an IBAN",
                    Pattern.compile(
                            "(?<![A-Za-z0-9])[A-Z]{2}\\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![A-Za-z0-9])"),
                    text -> IBANValidator.getInstance().isValid(text.replace(" ", ""))),
            new Kind(
                    "a payment card number", Pattern.compile("(?<![\\d.,-])\\d(?:[ -]?\\d){12,18}(?![\\d-])"), text -> {
                        var digits = text.replaceAll("[ -]", "");
                        return CARDS.isValid(digits) && !EXAMPLE_CARDS.contains(digits);
                    }),
            new Kind(
                    "a private key",
                    Pattern.compile("-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\\s+[A-Za-z0-9+/=\\s]{64}"),
                    text -> true),
            new Kind(
                    "an API key",
                    Pattern.compile("(?<![A-Za-z0-9_-])(?:sk-(?:proj-|ant-|or-)?[A-Za-z0-9_-]{24,200}|AKIA[0-9A-Z]{16}"
                            + "|gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{60,90}|AIza[0-9A-Za-z_-]{35}"
                            + "|xox[abprs]-[0-9A-Za-z-]{20,100}|glpat-[0-9A-Za-z_-]{20}|hf_[A-Za-z]{34}"
                            + "|eyJ[A-Za-z0-9_-]{10,2000}\\.eyJ[A-Za-z0-9_-]{10,2000}\\.[A-Za-z0-9_-]{20,1000})"),
                    PersonalData::isRandom));

    private final PhoneNumberUtil phones = PhoneNumberUtil.getInstance();

    List<Item> in(String text) {
        var items = new ArrayList<Item>();
        for (var kind : KINDS) {
            for (var found = BoundedText.matcher(kind.pattern, text); found.find(); ) {
                if (kind.isValid.test(found.group())) items.add(new Item(kind.name, found.group(), found.start()));
            }
        }
        if (text.indexOf('+') >= 0) addPhones(text, items);
        return items;
    }

    /// Only numbers with their country, since a local one is a number like any other.
    private void addPhones(String text, List<Item> items) {
        for (var found : phones.findNumbers(text, "ZZ", PhoneNumberUtil.Leniency.VALID, 100)) {
            if (!isFictional(found.rawString()))
                items.add(new Item("a phone number", found.rawString(), found.start()));
        }
    }

    /// North America keeps 555-01xx for stories.
    private static boolean isFictional(String phone) {
        return phone.replaceAll("\\D", "").matches("1\\d{3}55501\\d\\d");
    }

    /// `sk-xxxxxxxx` and `sk-your-api-key-here` stand for a key; a key has many different characters, and digits.
    private static boolean isRandom(String key) {
        var lower = key.toLowerCase(Locale.ROOT);
        return key.chars().distinct().count() >= 12
                && key.chars().anyMatch(Character::isDigit)
                && !lower.contains("your")
                && !lower.contains("example")
                && !lower.contains("1234567890");
    }
}
