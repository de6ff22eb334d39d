package dev.signalbox.checks;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// How models refuse, by language. Each expression matches at the beginning of the answer or of a sentence in its
/// opening.
final class RefusalPhrases {
    static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;

    private static final String START = "(?:^|(?<=[.!。！\\n] {0,2}))";
    private static final String UNABLE =
            "(?:can't|cannot|can not|won't|will not|am unable to|'m unable to|am not able to"
                    + "|'m not able to|am not going to|'m not going to)";
    private static final String HELP =
            "(?:help|assist|provide|comply|fulfil|create|generate|write|produce|answer|discuss|engage|support|offer|give"
                    + "|share|do that|do this|continue|participate|respond|satisfy|complete|process|access|browse|open|view"
                    + "|display|draw|play|listen|watch|say|make|recommend|tell|talk|condone|encourage|promote)";

    private static final List<String> ENGLISH = List.of(
            START + "(?:i'm|i am|we're)?(?: very| so| truly| really)? ?sorry,? (?:but )?(?:i|we) ?" + UNABLE,
            START + "(?:i'm |i am )?sorry,? (?:but )?(?:i don't|i do not) have (?:the|access|any)",
            START
                    + "(?:i'm |i am )?sorry,? (?:but )?(?:i|that's something i|this is something i) ?(?:can't|cannot|must)",
            START + "(?:i|we) (?:apologi[sz]e|must apologi[sz]e),? (?:but )?(?:i|we) ?" + UNABLE,
            START + "unfortunately,? i ?" + UNABLE + " " + HELP,
            START + "i(?: really| simply)? ?" + UNABLE + " " + HELP,
            START + "i (?:must|have to|need to|will have to) (?:respectfully |politely )?(?:decline|refuse)",
            START + "i(?:'d| would) (?:prefer|rather) not (?:to )?" + HELP,
            START
                    + "as an? (?:responsible |helpful )?(?:ai|artificial intelligence|(?:large )?language model)[a-z ,]{0,40},? i"
                    + " (?:can't|cannot|am unable|am not able|must decline|(?:don't|do not) have (?:the|access))",
            START + "(?:this|that|your) request (?:violates|goes against|is against|cannot be)");

    private static final List<String> OTHERS = List.of(
            // German
            START + "(?:es )?tut mir leid,? (?:aber )?(?:ich kann|das kann ich|dabei kann ich|ich bin nicht|ich darf)",
            START + "(?:leider|entschuldigung,?(?: aber)?) (?:kann|darf) ich [^.]{0,60}nicht",
            START
                    + "ich kann (?:dir|ihnen|dabei|diese|das|bei)[^.]{0,60}nicht (?:helfen|beantworten|erfüllen|bereitstellen"
                    + "|unterstützen|weiterhelfen|nachkommen)",
            // French
            START + "(?:je suis )?(?:vraiment )?(?:désolée?|navrée?),? (?:mais )?je ne (?:peux|puis|suis)",
            START + "(?:malheureusement,? )?je ne (?:peux|puis) pas (?:vous |t')?(?:aider|répondre|fournir|créer|donner"
                    + "|satisfaire|écrire)",
            // Spanish
            START + "lo siento(?: mucho)?,? (?:pero )?no (?:puedo|puedo|me es|estoy)",
            START
                    + "(?:lamentablemente,? )?no puedo (?:ayudar|proporcionar|responder|crear|cumplir|ofrecer|generar|escribir)",
            // Italian
            START + "mi (?:di)?spiace,? (?:ma )?non (?:posso|sono)",
            START + "(?:purtroppo )?non posso (?:aiutar|fornir|risponder|crear|soddisfare|scriver)",
            // Portuguese
            START + "(?:desculpe|desculpa|sinto muito|lamento),? (?:mas )?(?:eu )?não (?:posso|consigo|sou)",
            START + "(?:infelizmente,? )?não posso (?:ajudar|fornecer|responder|criar|atender|gerar|escrever)",
            // Dutch
            START + "(?:het )?spijt me,? (?:maar )?(?:ik kan|dat kan ik|daar kan ik)",
            START + "(?:helaas|sorry,?(?: maar)?) kan ik [^.]{0,60}niet",
            // Swedish, Danish, Norwegian
            START
                    + "(?:jag är ledsen|tyvärr|jeg beklager|beklager|desværre|dessverre),? (?:men )?(?:jag |jeg )?(?:kan|kan"
                    + " jag|kan jeg) (?:jag |jeg )?(?:inte|ikke)",
            // Polish
            START + "(?:przykro mi|przepraszam|niestety),? (?:ale )?(?:nie mogę|nie jestem w stanie)",
            // Russian, Ukrainian
            START + "(?:извините|простите|к сожалению|мне жаль),? (?:но )?я не (?:могу|в состоянии)",
            START + "(?:вибачте|на жаль|перепрошую),? (?:але )?я не можу",
            // Turkish
            START
                    + "(?:üzgünüm|maalesef|özür dilerim),? (?:ancak |ama |fakat )?[^.]{0,60}(?:edemem|yapamam|veremem|olamam"
                    + "|mümkün değil)",
            // Chinese, Japanese, Korean
            START + "(?:很|非常)?(?:抱歉|对不起|對不起|遗憾|遺憾)[，,。]?(?:但|但是|不过)?(?:我)?(?:无法|不能|無法|没有办法|不可以)",
            START + "(?:我)(?:无法|不能|無法)(?:帮助|提供|回答|协助|满足|創建|创建|完成|幫助|協助)",
            START + "(?:大変|誠に)?申し訳(?:ありません|ございません)[^。]{0,60}(?:できません|できかねます|いたしかねます|お答え)",
            START + "(?:죄송하지만|죄송합니다만?|미안하지만)[,. ]{0,3}[^.]{0,60}(?:수 없습니다|어렵습니다|수 없어요)",
            // Arabic, Hindi
            START
                    + "(?:عذرا|عذرًا|عذراً|آسف|أعتذر|للأسف)[،,]? ?(?:ولكن |لكن )?(?:لا أستطيع|لا يمكنني|لا استطيع|لا يمكن)",
            START
                    + "(?:मुझे खेद है|क्षमा करें|माफ़ करें|माफ कीजिए)[^।]{0,60}(?:नहीं कर सकता|नहीं कर सकती|असमर्थ|सहायता नहीं)");

    static final List<String> ALL =
            Stream.concat(ENGLISH.stream(), OTHERS.stream()).toList();

    private RefusalPhrases() {}
}
