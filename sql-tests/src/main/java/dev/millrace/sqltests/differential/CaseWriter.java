package dev.millrace.sqltests.differential;

import java.util.ArrayList;
import java.util.List;

/** Writes a case out of a seed. */
final class CaseWriter {
    private final int questions;
    private final int batches;

    CaseWriter(int questions, int batches) {
        this.questions = questions;
        this.batches = batches;
    }

    Case write(long seed) {
        Dice dice = new Dice(seed);
        ChangeWriter changes = new ChangeWriter(dice);
        List<Relation> tables = new ArrayList<>();
        List<Sketch> creations = new ArrayList<>();
        List<Sketch> firstRows = new ArrayList<>();
        for (int i = 0; i < dice.between(1, 3); i++) {
            Relation table = changes.table("t" + i);
            tables.add(table);
            creations.add(changes.creation(table));
            firstRows.add(changes.firstRows(table));
        }
        List<Sketch> asked = new ArrayList<>();
        for (int i = 0; i < questions; i++) {
            asked.add(new QueryWriter(dice, tables).question());
        }
        List<List<Sketch>> batched = new ArrayList<>();
        batched.add(firstRows);
        for (int i = 0; i < batches; i++) {
            List<Sketch> batch = new ArrayList<>();
            for (int j = 0; j < dice.between(1, 4); j++) {
                batch.add(changes.change(tables));
            }
            batched.add(batch);
        }
        return new Case(tables, creations, asked, batched);
    }
}
