package dev.millrace.server.wire;

import dev.millrace.executor.plan.Guise;

/** PostgreSQL's OIDs and lengths of the types that are others in a guise. */
final class GuiseOids {

    private GuiseOids() {}

    static int oid(Guise guise) {
        return switch (guise) {
            case LETTER -> 18;
            case NAME -> 19;
            case NUMBERS -> 22;
            case FUNCTION -> 24;
            case TRANSACTION -> 28;
            case COMMAND -> 29;
            case OIDS -> 30;
            case NODE_TREE -> 194;
            case ACL_ITEM -> 1033;
            case FUNCTION_WITH_ARGUMENTS -> 2202;
            case OPERATOR -> 2203;
            case OPERATOR_WITH_ARGUMENTS -> 2204;
            case RELATION -> 2205;
            case TYPE -> 2206;
            case ANY_ARRAY -> 2277;
            case TEXT_SEARCH -> 3734;
            case DICTIONARY -> 3769;
            case NAMESPACE -> 4089;
            case ROLE -> 4096;
            case COLLATION -> 4191;
        };
    }

    /** Of arrays of it; 0 where there are none. */
    static int arrayOid(Guise guise) {
        return switch (guise) {
            case LETTER -> 1002;
            case NAME -> 1003;
            case NUMBERS -> 1006;
            case FUNCTION -> 1008;
            case TRANSACTION -> 1011;
            case COMMAND -> 1012;
            case OIDS -> 1013;
            case NODE_TREE, ANY_ARRAY -> 0;
            case ACL_ITEM -> 1034;
            case FUNCTION_WITH_ARGUMENTS -> 2207;
            case OPERATOR -> 2208;
            case OPERATOR_WITH_ARGUMENTS -> 2209;
            case RELATION -> 2210;
            case TYPE -> 2211;
            case TEXT_SEARCH -> 3735;
            case DICTIONARY -> 3770;
            case NAMESPACE -> 4090;
            case ROLE -> 4097;
            case COLLATION -> 4192;
        };
    }

    static int length(Guise guise) {
        return switch (guise) {
            case LETTER -> 1;
            case NAME -> 64;
            case ACL_ITEM -> 12;
            case NUMBERS, OIDS, NODE_TREE, ANY_ARRAY -> -1;
            case FUNCTION, FUNCTION_WITH_ARGUMENTS, OPERATOR, OPERATOR_WITH_ARGUMENTS, RELATION, TYPE, COLLATION, ROLE,
                    NAMESPACE, TEXT_SEARCH, DICTIONARY, TRANSACTION, COMMAND -> 4;
        };
    }
}
