package dev.signalbox.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.chat.Message;
import dev.signalbox.chat.Request;
import dev.signalbox.model.Constraint;
import dev.signalbox.model.Model;
import dev.signalbox.signal.Signals;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What every constraint must be: it names itself and the model, says why in a sentence, never gives the request away,
/// and says the same when asked again. A constraint's test extends this with a case to which it objects.
public abstract class ConstraintKit {
    private static final String SECRET = "xyzzy-4711";

    /// One request, what is known of it, and a model.
    public record Case(Request request, Signals signals, Model model) {}

    protected abstract Constraint constraint();

    /// A case to which the constraint objects.
    protected abstract Case refused();

    /// A case to which it does not object.
    protected abstract Case permitted();

    @Test
    void itHasAName() {
        assertThat(constraint().name()).matches("[a-z][a-z0-9_]*");
    }

    @Test
    void itObjectsInItsOwnNameToTheModelThatItWasAskedAbout() {
        var refused = refused();
        var objection = objection(constraint(), refused);
        assertThat(objection).isPresent();
        assertThat(objection.get().constraint()).isEqualTo(constraint().name());
        assertThat(objection.get().model()).isEqualTo(refused.model().id());
    }

    @Test
    void itSaysWhyInOneLine() {
        var reason = objection(constraint(), refused()).orElseThrow().reason();
        assertThat(reason).hasSizeBetween(10, 300).doesNotContain("\n").doesNotContain("null");
    }

    @Test
    void itLetsAModelThatFitsPass() {
        assertThat(objection(constraint(), permitted())).isEmpty();
    }

    @Test
    void itNeverQuotesTheRequest() {
        var refused = refused();
        var telling = new Case(telling(refused.request()), refused.signals(), refused.model());
        assertThat(objection(constraint(), telling))
                .isPresent()
                .get()
                .asString()
                .doesNotContain(SECRET);
    }

    @Test
    void itSaysTheSameWhenAskedAgain() {
        var constraint = constraint();
        var refused = refused();
        assertThat(objection(constraint, refused)).isEqualTo(objection(constraint, refused));
    }

    private static Optional<Constraint.Objection> objection(Constraint constraint, Case asked) {
        return constraint.objection(asked.request(), asked.signals(), asked.model());
    }

    /// The same request, which also says something that nobody else would.
    private static Request telling(Request request) {
        var messages = new ArrayList<>(List.of(Message.of(Message.Role.USER, SECRET)));
        messages.addAll(request.messages());
        return request.asking(messages);
    }
}
