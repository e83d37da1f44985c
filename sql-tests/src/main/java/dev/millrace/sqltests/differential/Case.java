package dev.millrace.sqltests.differential;

import java.util.List;

/**
 * What is put to both servers: tables, questions about them, and batches of changes, after each of which every question
 * is asked. The first batch is the tables' first rows.
 */
record Case(List<Relation> tables, List<Sketch> creations, List<Sketch> questions, List<List<Sketch>> batches) {
    Case withQuestions(List<Sketch> fewer) {
        return new Case(tables, creations, fewer, batches);
    }

    Case withBatches(List<List<Sketch>> fewer) {
        return new Case(tables, creations, questions, fewer);
    }
}
