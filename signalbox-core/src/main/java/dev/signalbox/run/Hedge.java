package dev.signalbox.run;

import dev.signalbox.chat.Chunk;
import dev.signalbox.chat.Sink;
import dev.signalbox.model.Model;
import dev.signalbox.plan.Plan;
import dev.signalbox.provider.ProviderException;
import dev.signalbox.provider.ProviderException.Kind;
import dev.signalbox.run.Runner.Carrying;
import dev.signalbox.run.Runner.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One request for which several plans run against each other. Whose first word comes first wins, before the client has
/// heard any, so that no two answers mix; who does not stream wins with the whole answer. The losers are cancelled at
/// once. They have paid for what they said before the winner's answer is out.
///
/// One thread owns the race and waits for news; each runner has a thread of its own, and only the winner's touches the
/// client's sink.
final class Hedge {
    private static final int NOBODY = -1;
    /// How soon a cancelled call must be over.
    private static final Duration GRACE = Duration.ofMillis(100);

    /// From here on what is done for speed alone would make others wait.
    private static final double LOAD_MAX = 0.7;

    private final Carrying plans;
    private final List<Plan> branches;
    private final Execution execution;
    private final Sink client;
    private final HedgeBudget hedgeBudget;
    private final ToDoubleFunction<String> load;

    private final Scope<Result> scope = new Scope<>();
    private final List<Future<Result>> runners = new ArrayList<>();
    private final BlockingQueue<News> news = new LinkedBlockingQueue<>();
    private final AtomicInteger winner = new AtomicInteger(NOBODY);
    private int running;
    private long startNanos;
    private boolean hedging = true;

    /// @param load how much a provider has to do, 0..1
    Hedge(
            Carrying plans,
            List<Plan> branches,
            Execution execution,
            Sink client,
            HedgeBudget hedgeBudget,
            ToDoubleFunction<String> load) {
        this.plans = plans;
        this.branches = branches;
        this.execution = execution;
        this.client = client;
        this.hedgeBudget = hedgeBudget;
        this.load = load;
    }

    /// @param ended true where the runner has come to its end, false where it has said its first word
    private record News(int runner, boolean ended) {}

    /// @param after how long each runner has before the next starts
    Result run(Duration after) throws ProviderException, InterruptedException {
        try {
            start();
            while (true) {
                var heard = hear(after);
                if (heard == null) {
                    hedging = mayHedge();
                    if (hedging) start();
                } else {
                    var result = take(heard);
                    if (result != null) return result;
                }
            }
        } finally {
            scope.end(GRACE);
        }
    }

    /// The branches in the order in which they start: the first, and then as far as possible those that no provider of
    /// the ones before serves, so that not all are slow for one reason.
    static List<Plan> apart(List<Plan> branches) {
        var left = new ArrayList<>(branches);
        var apart = new ArrayList<Plan>();
        var providers = new HashSet<String>();
        while (!left.isEmpty()) {
            var next = left.stream()
                    .filter(branch -> Collections.disjoint(providers(branch), providers))
                    .findFirst()
                    .orElse(left.getFirst());
            left.remove(next);
            apart.add(next);
            providers.addAll(providers(next));
        }
        return apart;
    }

    private static Set<String> providers(Plan branch) {
        return branch.models().map(Model::provider).collect(Collectors.toSet());
    }

    /// Takes of the allowance only what will start: not where a word has come meanwhile, nor where nothing can be paid,
    /// nor where it would be one more for a busy provider.
    private boolean mayHedge() {
        return winner.get() == NOBODY
                && execution.spendLedger().leftUsd() > 0
                && !isBusy(branches.get(runners.size()))
                && hedgeBudget.spend();
    }

    private boolean isBusy(Plan branch) {
        return providers(branch).stream().anyMatch(provider -> load.applyAsDouble(provider) > LOAD_MAX);
    }

    /// The next news; null where it is time for the next runner.
    private @Nullable News hear(Duration after) throws InterruptedException {
        if (!hedging || winner.get() != NOBODY || !more()) return news.take();
        return news.poll(after.toNanos() - (System.nanoTime() - startNanos), TimeUnit.NANOSECONDS);
    }

    /// The result, where these news bring it.
    private @Nullable Result take(News heard) throws ProviderException, InterruptedException {
        int first = winner.get();
        if (first != NOBODY && heard.runner() != first) return null;
        if (first != NOBODY) loseOthers(first);
        if (!heard.ended()) return null;
        try {
            return runners.get(heard.runner()).get();
        } catch (ExecutionException failed) {
            var failure = expected(failed);
            if (first != NOBODY) throw failure;
            replace(failure);
            return null;
        }
    }

    /// Another takes the failed one's place.
    private void replace(ProviderException failure) throws ProviderException {
        running--;
        if (hasTooMuchToDo(failure)) {
            hedgeBudget.empty();
            hedging = false;
        }
        if (failure.anotherModelMayHelp() && more()) start();
        else if (running == 0) throw failure;
    }

    private boolean more() {
        return runners.size() < branches.size();
    }

    private void start() {
        int runner = runners.size();
        running++;
        startNanos = System.nanoTime();
        runners.add(scope.fork(() -> {
            var hedgeBranch = new HedgeBranch(runner);
            try {
                var result = plans.carryOut(branches.get(runner), execution, hedgeBranch);
                if (!hedgeBranch.leads()) throw new InterruptedException("another was first");
                hedgeBranch.flush();
                return result;
            } finally {
                news.add(new News(runner, true));
            }
        }));
    }

    private void loseOthers(int first) {
        for (int i = 0; i < runners.size(); i++) {
            if (i != first) runners.get(i).cancel(true);
        }
    }

    private static boolean hasTooMuchToDo(ProviderException failure) {
        return failure.kind() == Kind.THROTTLED || failure.kind() == Kind.OVERLOADED;
    }

    /// @throws InterruptedException when the runner's listener has gone
    private static ProviderException expected(ExecutionException failed) throws InterruptedException {
        if (failed.getCause() instanceof ProviderException failure) return failure;
        if (failed.getCause() instanceof InterruptedException) throw new InterruptedException("the client has gone");
        throw Scope.bug(failed);
    }

    /// What a runner speaks into. Its first word claims the client. A stream's first chunk is often no word yet, but
    /// only says who will speak; it is kept until the next.
    private final class HedgeBranch implements Sink {
        private final int runner;
        private String route = "";
        private String model = "";
        private @Nullable Chunk greeting;
        private boolean opened;

        HedgeBranch(int runner) {
            this.runner = runner;
        }

        @Override
        public void opening(String route, String model) {
            this.route = route;
            this.model = model;
        }

        @Override
        public boolean joins() {
            return client.joins();
        }

        @Override
        public boolean isClosed() {
            int first = winner.get();
            return first != NOBODY && first != runner || client.isClosed();
        }

        @Override
        public void accept(Chunk chunk) throws InterruptedException {
            if (!opened && greeting == null && isSilent(chunk)) {
                greeting = chunk;
                return;
            }
            if (!opened) {
                if (!leads()) throw new InterruptedException("another was first");
                open();
                news.add(new News(runner, false));
            }
            client.accept(chunk);
        }

        /// Says what was kept, where the end has come without a word.
        void flush() throws InterruptedException {
            if (!opened && greeting != null) open();
        }

        boolean leads() {
            return winner.compareAndSet(NOBODY, runner) || winner.get() == runner;
        }

        private void open() throws InterruptedException {
            opened = true;
            client.opening(route, model);
            if (greeting != null) client.accept(greeting);
        }

        private static boolean isSilent(Chunk chunk) {
            return chunk.deltas().stream()
                    .allMatch(delta -> delta.text().isEmpty()
                            && delta.toolCalls().isEmpty()
                            && delta.finish().isEmpty());
        }
    }
}
