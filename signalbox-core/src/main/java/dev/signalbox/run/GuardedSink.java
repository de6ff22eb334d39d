package dev.signalbox.run;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Chunk;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Request.Format;
import dev.signalbox.chat.Request.Late;
import dev.signalbox.chat.Sink;
import dev.signalbox.chat.SteadyTime;
import dev.signalbox.journal.Event;
import dev.signalbox.journal.Journal;
import dev.signalbox.plan.Plan.Stage;
import dev.signalbox.plan.Watching;
import dev.signalbox.signal.Condition.Always;
import dev.signalbox.signal.Condition.Truth;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Monitor;
import dev.signalbox.signal.Signal;
import dev.signalbox.signal.Signals;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One answer under watch, from its first word to its last: held, then let go but for a window, as [Watching] says.
///
/// Thread-safe: the call speaks, and the [StallTicker] looks after it, each behind one lock. Whoever of them finds
/// that the answer must stop, stops the call: the one that speaks by throwing, the other by an interrupt.
final class GuardedSink implements Sink {
    private static final int CHARS_PER_TOKEN = 4;
    /// How long the window keeps a text that was not held before.
    private static final long USUAL_KEPT_MS = 600;

    /// A silence shorter than this is none.
    private static final long SILENCE_MS = 50;

    private final ReentrantLock lock = new ReentrantLock();
    private final Thread walker = Thread.currentThread();
    private final Request request;
    private final Watching watching;
    private final Signals known;
    private final Late late;
    private final boolean lenient;
    private final WatchedRunner watchedRunner;
    private final Journal journal;
    private final InstantSource clock;
    private final MonitorSet monitorSet;
    private final Sink client;
    private final Window window;
    private final Map<String, Finding> found = new LinkedHashMap<>();
    private final String onlyModel;

    private volatile long heardMs;
    private volatile long holdUntilMs = Long.MAX_VALUE;
    private volatile boolean done;
    private final boolean whole;
    private boolean holding = true;
    private boolean toolCalls;
    private boolean passing;
    private boolean words;
    private int chars;
    private int deltas;
    private int letGoAt;
    private int badWindow = -2;
    private @Nullable Finding cut;

    /// @param late what may be done once the client has heard something
    /// @param lenient whether nothing better is to come, so that only a guard stops the answer
    GuardedSink(
            WatchedRunner watchedRunner, Stage stage, Execution execution, Late late, boolean lenient, Sink client) {
        this.request = execution.request();
        this.watching = stage.watching();
        this.known = execution.signals();
        this.late = late;
        this.lenient = lenient;
        this.onlyModel = WatchedRunner.onlyModel(stage);
        this.watchedRunner = watchedRunner;
        this.journal = watchedRunner.journal();
        this.clock = watchedRunner.clock();
        this.monitorSet = new MonitorSet(watchedRunner.monitors(), watching, request, known.with(asked()));
        // Where the whole answer is judged, too, nobody hears of it before.
        this.whole = request.options().format() != Format.TEXT || !(stage.accept() instanceof Always);
        boolean sliding = request.options().choices() <= 1 && !wantsLogprobs(request);
        this.client = client;
        this.window = new Window(client, sliding ? watching.windowChars() : 0, late == Late.CONTINUE);
        this.heardMs = SteadyTime.millis(clock);
    }

    private List<Signal<?>> asked() {
        return onlyModel.isEmpty() ? List.of() : List.of(Monitor.MODEL.of(onlyModel));
    }

    private static boolean wantsLogprobs(Request request) {
        var field = request.fields().get("logprobs");
        return field != null && field.toString().equals("true");
    }

    /// What is asked, so that the monitors have what they read.
    Execution asking(Execution execution) {
        return monitorSet.readConfidence() ? execution.wantingConfidence() : execution;
    }

    @Override
    public void opening(String route, String model) {
        lock.lock();
        try {
            window.opening(route, model);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean joins() {
        return true;
    }

    @Override
    public boolean isClosed() {
        return client.isClosed();
    }

    @Override
    public void accept(Chunk chunk) throws InterruptedException {
        lock.lock();
        try {
            if (cut != null) throw new AbandonedException();
            heardMs = SteadyTime.millis(clock);
            count(chunk);
            window.add(chunk, heardMs);
            var findings = monitorSet.heard(chunk);
            if (!findings.isEmpty() && judge(findings, false)) throw new AbandonedException();
            letGo();
            // While the client was busy hearing it the model was not silent.
            heardMs = SteadyTime.millis(clock);
        } finally {
            lock.unlock();
        }
    }

    private void count(Chunk chunk) {
        for (var delta : chunk.deltas()) {
            chars += delta.text().length();
            if (!delta.text().isEmpty()) deltas++;
            // A call of a tool is judged whole, and so is what comes with it.
            if (!delta.toolCalls().isEmpty()) toolCalls = true;
        }
        if (!words && chars > 0) {
            words = true;
            holdUntilMs = heardMs + watching.hold().toMillis();
        }
    }

    /// Lets go of what need not be held any longer.
    private void letGo() throws InterruptedException {
        if (whole || toolCalls) return;
        long now = SteadyTime.millis(clock);
        if (holding) {
            boolean enough = Math.max(deltas, chars / CHARS_PER_TOKEN) >= watching.holdTokens();
            if (!words || !enough && now < holdUntilMs) return;
            holding = false;
            letGoAt = chars;
        }
        holdUntilMs = Long.MAX_VALUE;
        // A bad window stays here until the next one has shown whether it was an accident.
        if (!passing && badWindow >= index() - 1) return;
        long holdMs = watching.hold().isZero() ? USUAL_KEPT_MS : watching.hold().toMillis();
        window.slide(now, holdMs);
        // Also where nothing more comes, what is kept is let go of in time.
        long oldestMs = window.oldestMs();
        if (oldestMs < Long.MAX_VALUE) holdUntilMs = oldestMs + holdMs;
    }

    private int index() {
        return (chars - letGoAt) / Math.max(1, watching.windowChars());
    }

    /// @param last true where no more will come, so that there is no next window to wait for
    /// @return whether the answer must stop
    private boolean judge(List<Finding> findings, boolean last) {
        for (var finding : findings) {
            found.put(finding.check(), finding);
            boolean guard = watching.guards().contains(finding.check());
            if (passing || !guard && (lenient || !isToAbandon())) continue;
            if (window.isOpen()) {
                if (!guard && !last && !isSecondBadWindow()) continue;
                if (late == Late.PASS_ON && !finding.reason().isEndless()) {
                    passing = true;
                    continue;
                }
            }
            stop(finding);
            return true;
        }
        return false;
    }

    private boolean isToAbandon() {
        return watching.abandon().holds(signals()) == Truth.YES;
    }

    private boolean isSecondBadWindow() {
        int index = index();
        if (badWindow == index - 1) return true;
        badWindow = index;
        return false;
    }

    private void stop(Finding finding) {
        cut = finding;
        done = true;
        journal.append(new Event.Cut(request.id(), clock.instant(), model(), finding, chars, window.isOpen()));
    }

    private Optional<String> model() {
        var named = window.model().isEmpty() ? onlyModel : window.model();
        return named.isEmpty() ? Optional.empty() : Optional.of(named);
    }

    /// The answer is whole: judges it a last time and tells what is left of it. Of what nobody has heard yet, what is
    /// found wrong is mended where that can be done without asking a model.
    ///
    /// @return the answer, or as it was mended
    Answer end(Answer answer) throws InterruptedException {
        lock.lock();
        try {
            if (cut != null) throw new AbandonedException();
            var findings = new ArrayList<Finding>();
            if (deltas == 0 && !toolCalls) {
                var chunk = MonitorSet.atOnce(answer);
                count(chunk);
                findings.addAll(monitorSet.heard(chunk));
            }
            findings.addAll(monitorSet.ended());
            var mended = findings.isEmpty() || window.isOpen() ? Optional.<Answer>empty() : mended(answer, findings);
            if (mended.isPresent()) {
                window.replace(MonitorSet.atOnce(mended.get()), heardMs);
                journal.append(new Event.Judged(
                        request.id(), clock.instant(), model(), Optional.of(Event.Judged.MENDED), true, List.of()));
            } else if (!findings.isEmpty() && judge(findings, true)) throw new AbandonedException();
            done = true;
            window.close();
            return mended.orElse(answer);
        } finally {
            lock.unlock();
        }
    }

    private Optional<Answer> mended(Answer answer, List<Finding> findings) {
        for (var autoFix : watchedRunner.mends()) {
            var mended = autoFix.mend(request, answer, findings);
            if (mended.isEmpty()) continue;
            var again = new MonitorSet(watchedRunner.monitors(), watching, request, known);
            if (again.heard(MonitorSet.atOnce(mended.get())).isEmpty()
                    && again.ended().isEmpty()) return mended;
        }
        return Optional.empty();
    }

    /// The call has failed. Where the client has heard its beginning it may hear all that there is.
    void failed() throws InterruptedException {
        lock.lock();
        try {
            done = true;
            // What was stopped is not told; and an interrupt that stopped it would stop the telling.
            if (cut == null && window.isOpen()) window.close();
        } finally {
            lock.unlock();
        }
    }

    // What the ticker does.

    boolean isDue() {
        long now = SteadyTime.millis(clock);
        return !done && (now >= holdUntilMs || now - heardMs >= SILENCE_MS);
    }

    void beat() {
        // Who speaks is not silent.
        if (!lock.tryLock()) return;
        try {
            if (done) return;
            long now = SteadyTime.millis(clock);
            var findings = now - heardMs < SILENCE_MS
                    ? List.<Finding>of()
                    : monitorSet.silent(Duration.ofMillis(now - heardMs));
            if (!findings.isEmpty() && judge(findings, true)) walker.interrupt();
            else {
                letGo();
                // The time that it took the client to hear it is not the model's.
                heardMs += SteadyTime.millis(clock) - now;
            }
        } catch (InterruptedException gone) {
            // Who speaks is told so, too.
        } finally {
            lock.unlock();
        }
    }

    // What came of it.

    /// What stopped the answer.
    Optional<Finding> cut() {
        lock.lock();
        try {
            return Optional.ofNullable(cut);
        } finally {
            lock.unlock();
        }
    }

    /// What the client has heard, where another model may go on from there; else empty. Only prose and code can be gone
    /// on with, and only where it is one answer.
    Optional<String> continuable() {
        lock.lock();
        try {
            boolean plain = !whole && !toolCalls && request.tools().isEmpty();
            boolean one = request.options().choices() <= 1 && !wantsLogprobs(request);
            return late == Late.CONTINUE && plain && one && window.isOpen()
                    ? Optional.of(window.told())
                    : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /// True where the answer went through though it was to be stopped.
    boolean isPassedOn() {
        lock.lock();
        try {
            return !found.isEmpty() && (passing || isToAbandon());
        } finally {
            lock.unlock();
        }
    }

    List<Finding> findings() {
        lock.lock();
        try {
            return List.copyOf(found.values());
        } finally {
            lock.unlock();
        }
    }

    /// What is known of the answer: the findings against it, and their flags taken down.
    Signals signals() {
        lock.lock();
        try {
            var signals = new ArrayList<Signal<?>>();
            for (var finding : found.values()) {
                signals.add(Finding.key(finding.check()).of(finding));
                signals.add(Finding.flag(finding.check()).of(false));
            }
            return known.with(signals);
        } finally {
            lock.unlock();
        }
    }
}
