package dev.millrace.executor.function;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.millrace.executor.data.Interval;
import dev.millrace.executor.data.Numeric;
import dev.millrace.executor.data.RangeTypes;
import dev.millrace.executor.plan.FunctionCatalog;
import dev.millrace.executor.plan.FunctionSignature;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.plan.SqlType.Kind;

/** Every function there is, found by its annotation in the classes of {@link #DOMAINS}. Immutable. */
public final class Functions implements FunctionCatalog {

    private static final List<Class<?>> DOMAINS = List.of(
            ArithmeticFunctions.class,
            DomainFunctions.class,
            ComparisonFunctions.class,
            MathFunctions.class,
            NumericFunctions.class,
            StringFunctions.class,
            QuotingFunctions.class,
            PatternFunctions.class,
            RegexFunctions.class,
            UnicodeFunctions.class,
            BinaryFunctions.class,
            ByteFunctions.class,
            DateTimeArithmetic.class,
            IntervalFunctions.class,
            ExtractFunctions.class,
            TruncateFunctions.class,
            OverlapFunctions.class,
            TimeOfDayFunctions.class,
            NetworkFunctions.class,
            BitFunctions.class,
            RangeFunctions.class,
            RangeOperators.class,
            RangeOrderFunctions.class,
            MultirangeFunctions.class,
            MultirangeOperators.class,
            ArrayFunctions.class,
            ArraySearchFunctions.class,
            ArrayOrderFunctions.class,
            ArraySetFunctions.class,
            QuantifiedFunctions.class,
            QuantifiedPatternFunctions.class,
            EnumFunctions.class,
            RecordFunctions.class,
            SubscriptFunctions.class,
            MatchFunctions.class,
            SeriesFunctions.class,
            SystemFunctions.class,
            HashFunctions.class,
            TypeHashFunctions.class,
            TransactionFunctions.class,
            MoneyFunctions.class,
            TransitionFunctions.class,
            SequenceFunctions.class,
            SessionFunctions.class,
            PeerFunctions.class,
            CatalogFunctions.class,
            CatalogRowFunctions.class,
            IndexFunctions.class,
            InquiryFunctions.class,
            ObjectFunctions.class,
            PrivilegeFunctions.class,
            MembershipFunctions.class,
            UsePrivilegeFunctions.class,
            FormattingFunctions.class,
            CastFunctions.class,
            TextCastFunctions.class,
            JsonAccessFunctions.class,
            JsonBuildFunctions.class,
            JsonbChangeFunctions.class,
            JsonPathFunctions.class,
            JsonbSubscriptFunctions.class, JsonRowFunctions.class,
            JsonbTestFunctions.class,
            WireFunctions.class, StateFunctions.class,
            JsonbCastFunctions.class);

    private static final Map<Class<?>, Kind> KIND_BY_JAVA_TYPE = kindByJavaType();

    private static final Functions STANDARD = new Functions();

    private final Map<String, FunctionDefinition> byId = new HashMap<>();
    private final Map<String, List<FunctionSignature>> byName = new HashMap<>();
    private final Map<List<Kind>, FunctionDefinition> casts = new HashMap<>();
    private final List<FunctionSignature> all = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();

    private Functions() {
        for (Class<?> domain : DOMAINS) {
            for (Method method : domain.getDeclaredMethods()) {
                register(method);
            }
        }
        AggregateSignatures.all().forEach(this::register);
        WindowSignatures.all().forEach(this::register);
        ExtremeSignatures.all().forEach(this::register);
        byName.replaceAll((name, overloads) -> List.copyOf(overloads));
        all.sort(Comparator.comparing(FunctionSignature::name).thenComparing(FunctionSignature::id));
    }

    public static Functions standard() {
        return STANDARD;
    }

    @Override
    public List<FunctionSignature> overloads(String name) {
        return byName.getOrDefault(name, List.of());
    }

    @Override
    public List<FunctionSignature> all() {
        return List.copyOf(all);
    }

    /** The computable scalar function with this {@link FunctionSignature#id}, or null. */
    public FunctionDefinition definition(String id) {
        return byId.get(id);
    }

    /** Every scalar function, by domains in their order, and in these by their ids. */
    List<FunctionDefinition> definitions() {
        return byId.values().stream()
                .sorted(Comparator.comparingInt(
                                (FunctionDefinition d) -> DOMAINS.indexOf(d.method().getDeclaringClass()))
                        .thenComparing(d -> d.signature().id()))
                .toList();
    }

    /** The conversion between two kinds, or null when there is none. */
    public FunctionDefinition cast(Kind from, Kind to) {
        return casts.get(List.of(from, to));
    }

    private void register(Method method) {
        SqlFunction function = method.getAnnotation(SqlFunction.class);
        SqlCast cast = method.getAnnotation(SqlCast.class);
        if (function == null && cast == null) {
            return;
        }
        if (!Modifier.isStatic(method.getModifiers()) || Modifier.isPrivate(method.getModifiers())) {
            throw new IllegalStateException("a SQL function must be static and not private: " + method);
        }
        if (cast != null) {
            registerCast(method, cast);
            return;
        }
        Kind[] kinds = function.of() == KindSet.NONE ? function.kinds() : function.of().kinds();
        kinds = kinds.length == 0 ? new Kind[] {null} : kinds;
        for (Kind kind : kinds) {
            for (String name : function.name()) {
                FunctionSignature signature = signature(method, function, name, kind);
                register(signature);
                byId.put(signature.id(), new FunctionDefinition(signature, function.example(), method));
                if (signature.variadic()) {
                    registerSpread(signature, method);
                }
            }
        }
    }

    /** The function over an array of its last arguments: what VARIADIC calls. */
    private void registerSpread(FunctionSignature signature, Method method) {
        List<SqlType> parameters = new ArrayList<>(signature.parameters());
        parameters.set(parameters.size() - 1, SqlType.arrayOf(SqlType.TEXT));
        FunctionSignature spread = new FunctionSignature(
                signature.kind(), "variadic " + signature.name(), parameters, false, signature.result(),
                signature.strict(), signature.volatility(), signature.description());
        register(spread);
        byId.put(spread.id(), new FunctionDefinition(spread, "", method, true));
    }

    private void register(FunctionSignature signature) {
        List<FunctionSignature> overloads = byName.computeIfAbsent(signature.name(), name -> new ArrayList<>());
        if (!ids.add(signature.id())) {
            throw new IllegalStateException("declared twice: " + signature.id());
        }
        overloads.add(signature);
        all.add(signature);
    }

    private void registerCast(Method method, SqlCast cast) {
        for (Kind from : cast.from()) {
            for (Kind to : cast.to()) {
                FunctionSignature signature = new FunctionSignature(
                        FunctionSignature.Kind.SCALAR,
                        "cast to " + to.sqlName(),
                        List.of(),
                        false,
                        SqlType.INTEGER,
                        true,
                        FunctionSignature.Volatility.STABLE,
                        "");
                FunctionDefinition before =
                        casts.put(List.of(from, to), new FunctionDefinition(signature, "", method));
                if (before != null) {
                    throw new IllegalStateException("cast declared twice: " + from + " to " + to);
                }
            }
        }
    }

    private static FunctionSignature signature(Method method, SqlFunction function, String name, Kind kind) {
        List<SqlType> parameters = new ArrayList<>();
        boolean variadic = false;
        for (var parameter : method.getParameters()) {
            if (LoopCompiler.isSqlParameter(parameter.getType())) {
                parameters.add(type(parameter, parameter.getType(), kind));
                variadic |= parameter.getType() == String[].class;
            }
        }
        SqlType result = type(method, method.getReturnType(), kind);
        return new FunctionSignature(
                FunctionSignature.Kind.SCALAR,
                name,
                parameters,
                variadic,
                result,
                function.strict(),
                function.volatility(),
                function.description());
    }

    private static SqlType type(AnnotatedElement element, Class<?> javaType, Kind each) {
        ArrayOf array = element.getAnnotation(ArrayOf.class);
        if (element.isAnnotationPresent(ElementOfEach.class)) {
            return RangeTypes.element(each);
        }
        if (element.isAnnotationPresent(MultirangeOfEach.class)) {
            return SqlType.of(RangeTypes.multirange(each));
        }
        Guised guised = element.getAnnotation(Guised.class);
        if (guised != null) {
            SqlType type = SqlType.of(guised.value());
            return array == null ? type : SqlType.arrayOf(type);
        }
        if (array != null) {
            return SqlType.arrayOf(SqlType.of(array.value() == Kind.ARRAY ? each : array.value()));
        }
        return SqlType.of(kind(element, javaType, each));
    }

    private static Kind kind(AnnotatedElement element, Class<?> javaType, Kind each) {
        As as = element.getAnnotation(As.class);
        if (as != null) {
            return as.value();
        }
        if (element.isAnnotationPresent(Each.class)) {
            return each;
        }
        Kind kind = KIND_BY_JAVA_TYPE.get(javaType);
        if (kind == null && FunctionDefinition.compilerOf(javaType) != null) {
            return Kind.TEXT;
        }
        if (kind == null) {
            throw new IllegalStateException("no SQL type for " + javaType + " in " + element);
        }
        return kind;
    }

    private static Map<Class<?>, Kind> kindByJavaType() {
        Map<Class<?>, Kind> kinds = new HashMap<>();
        for (Class<?> type : Arrays.asList(boolean.class, Boolean.class)) {
            kinds.put(type, Kind.BOOLEAN);
        }
        for (Class<?> type : Arrays.asList(Text.class, String.class, String[].class)) {
            kinds.put(type, Kind.TEXT);
        }
        kinds.put(short.class, Kind.SMALLINT);
        kinds.put(int.class, Kind.INTEGER);
        kinds.put(Integer.class, Kind.INTEGER);
        kinds.put(long.class, Kind.BIGINT);
        kinds.put(Long.class, Kind.BIGINT);
        kinds.put(float.class, Kind.REAL);
        kinds.put(double.class, Kind.DOUBLE);
        kinds.put(Double.class, Kind.DOUBLE);
        kinds.put(byte[].class, Kind.BYTEA);
        kinds.put(Numeric.class, Kind.NUMERIC);
        kinds.put(Interval.class, Kind.INTERVAL);
        return kinds;
    }

    /**
     * What a value that is none of a domain gives.
     *
     * @param constraint null for NOT NULL
     */
    public static SqlException domainViolation(String domain, String constraint) {
        return DomainFunctions.violation(domain, constraint);
    }
}
