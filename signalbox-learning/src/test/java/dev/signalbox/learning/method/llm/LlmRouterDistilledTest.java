package dev.signalbox.learning.method.llm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.learning.Worlds;
import dev.signalbox.learning.method.Method;
import dev.signalbox.learning.method.MethodKit;
import org.junit.jupiter.api.Test;

class LlmRouterDistilledTest extends MethodKit {
    @Override
    protected Method method() {
        return new LlmRouterDistilled(new ScriptedProvider(LlmRouterTest::knowing).adviser(Replies.inMemory()));
    }

    @Test
    void itChoosesAsItsTeacherDidAndAsksNobody() {
        var provider = new ScriptedProvider(LlmRouterTest::knowing);
        var llmAdvisor = provider.adviser(Replies.inMemory());
        var train = Worlds.table("train", 300, 1);
        var learnt = new LlmRouterDistilled(llmAdvisor).learn(train, inputs(train), 7);
        assertThat(provider.asked).hasSize(300);
        var test = inputs(Worlds.table("test", 200, 2));
        double[][] distilled = learnt.quality(test);
        assertThat(provider.asked).hasSize(300);
        double[][] taught =
                new LlmRouter(llmAdvisor).learn(train, inputs(train), 7).quality(test);
        int same = 0;
        for (int row = 0; row < distilled.length; row++) {
            boolean verses = distilled[row][1] > distilled[row][0];
            if (verses == taught[row][1] > taught[row][0]) same++;
        }
        assertThat(same).isGreaterThan(185);
    }

    @Test
    void fromRepliesThatSayNothingItLearnsNothing() {
        var provider = new ScriptedProvider(_ -> "hm");
        var train = Worlds.table("train", 50, 1);
        var learnt = new LlmRouterDistilled(provider.adviser(Replies.inMemory())).learn(train, inputs(train), 7);
        assertThat(learnt.quality(inputs(Worlds.table("test", 2, 2)))[0]).containsExactly(1 / 3.0, 1 / 3.0, 1 / 3.0);
        assertThat(learnt.notes()).singleElement().asString().contains("50 chose no expert");
    }
}
