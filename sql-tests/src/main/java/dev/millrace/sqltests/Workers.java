package dev.millrace.sqltests;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import dev.millrace.sqltests.run.Engine;
import dev.millrace.sqltests.run.ScriptRunner;
import dev.millrace.sqltests.server.Target;

/** Runs scripts on several servers side by side: each worker has a server of its own, for scripts share nothing. */
final class Workers {
    /** One script on one server. */
    @FunctionalInterface
    interface Task {
        void run(Target target, Engine engine) throws IOException;
    }

    /** Where a worker gets its server from. */
    @FunctionalInterface
    interface Opening {
        Target open() throws IOException;
    }

    private final Opening opening;
    private final Queue<Task> tasks;
    private final List<Exception> faults = new ArrayList<>();

    private Workers(Opening opening, List<Task> tasks) {
        this.opening = opening;
        this.tasks = new ConcurrentLinkedQueue<>(tasks);
    }

    /** Runs all tasks; a fault of the servers themselves ends the run. */
    static void run(int jobs, Opening opening, List<Task> tasks) throws IOException, SQLException {
        Workers workers = new Workers(opening, tasks);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Math.clamp(tasks.size(), 1, jobs); i++) {
            threads.add(Thread.ofPlatform().name("slt-" + i).start(workers::work));
        }
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        workers.rethrow();
    }

    private void work() {
        try (Target target = opening.open()) {
            Engine engine = ScriptRunner.engineOf(target);
            for (Task task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run(target, engine);
            }
        } catch (IOException | SQLException | RuntimeException e) {
            tasks.clear();
            synchronized (faults) {
                faults.add(e);
            }
        }
    }

    private void rethrow() throws IOException, SQLException {
        synchronized (faults) {
            for (Exception fault : faults) {
                switch (fault) {
                    case IOException e -> throw e;
                    case SQLException e -> throw e;
                    case RuntimeException e -> throw e;
                    default -> throw new IllegalStateException(fault);
                }
            }
        }
    }
}
