package dev.millrace.executor.function;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.time.ZoneId;

import dev.millrace.executor.data.BytesColumn;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.Interval;
import dev.millrace.executor.data.Numeric;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.plan.SqlException;

/**
 * Turns the method of one row into a {@link Loop} over columns: a hidden class whose loop reads the columns' arrays,
 * calls the method directly (so that it is inlined, and nothing is boxed), and writes the result. A row that fails is
 * recorded, and the loop goes on.
 */
final class LoopCompiler {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
    private static final String PACKAGE = LoopCompiler.class.getPackageName();

    private static final ClassDesc ARGUMENTS = desc(Arguments.class);
    private static final ClassDesc OUTPUT = desc(Output.class);
    private static final ClassDesc READERS = desc(Readers.class);
    private static final ClassDesc TEXT = desc(Text.class);
    private static final ClassDesc WORDS = ConstantDescs.CD_long.arrayType();
    private static final ClassDesc BYTES_COLUMN = desc(BytesColumn.class);

    private static final int ARGUMENTS_SLOT = 1;
    private static final int OUTPUT_SLOT = 2;

    private final Method method;
    private final boolean strict;
    private final boolean isSpread;

    private int rowSlot;
    private int sizeSlot;
    private int skipSlot;
    private int wordsSlot;
    /** Per parameter: the column (or its values), its mask, and for a {@link Text} the reused view. */
    private int[] columnSlots;
    private int[] maskSlots;
    private int[] scratchSlots;

    private LoopCompiler(Method method, boolean strict, boolean isSpread) {
        this.method = method;
        this.strict = strict;
        this.isSpread = isSpread;
    }

    /** @param isSpread whether variadic arguments are the elements of one array */
    static Loop compile(Method method, boolean strict, boolean isSpread) {
        return new LoopCompiler(method, strict, isSpread).compile();
    }

    private static ClassDesc desc(Class<?> type) {
        return type.describeConstable().orElseThrow();
    }

    private static MethodTypeDesc type(Class<?> result, Class<?>... parameters) {
        return MethodType.methodType(result, parameters).describeConstable().orElseThrow();
    }

    private Loop compile() {
        ClassDesc self = ClassDesc.of(PACKAGE, method.getDeclaringClass().getSimpleName() + "$" + method.getName());
        byte[] code = ClassFile.of().build(self, type -> type.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER)
                .withInterfaceSymbols(desc(Loop.class))
                .withMethodBody(ConstantDescs.INIT_NAME, ConstantDescs.MTD_void, ClassFile.ACC_PUBLIC, init -> init
                        .aload(0)
                        .invokespecial(ConstantDescs.CD_Object, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                        .return_())
                .withMethodBody(
                        "run", type(void.class, Arguments.class, Output.class), ClassFile.ACC_PUBLIC, this::loop));
        try {
            return (Loop) LOOKUP.defineHiddenClass(code, true)
                    .lookupClass()
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException failure) {
            throw new IllegalStateException("cannot compile " + method, failure);
        }
    }

    private void loop(CodeBuilder code) {
        prologue(code);
        Label head = code.newLabel();
        Label call = code.newLabel();
        Label next = code.newLabel();
        Label end = code.newLabel();
        code.labelBinding(head).iload(rowSlot).iload(sizeSlot).if_icmpge(end);
        code.aload(skipSlot).ifnull(call);
        code.aload(skipSlot).iload(rowSlot).bipush(6).ishr().laload().iload(rowSlot).lushr();
        code.lconst_1().land().l2i().ifeq(call);
        code.aload(OUTPUT_SLOT).iload(rowSlot).invokevirtual(OUTPUT, "skip", type(void.class, int.class));
        code.goto_(next).labelBinding(call);
        code.trying(this::row, catches -> catches.catching(desc(SqlException.class), handler -> {
            int failure = handler.allocateLocal(java.lang.classfile.TypeKind.REFERENCE);
            handler.astore(failure).aload(OUTPUT_SLOT).iload(rowSlot).aload(failure);
            handler.invokevirtual(OUTPUT, "fail", type(void.class, int.class, SqlException.class));
        }));
        code.labelBinding(next).iinc(rowSlot, 1).goto_(head).labelBinding(end).return_();
    }

    private void prologue(CodeBuilder code) {
        rowSlot = code.allocateLocal(java.lang.classfile.TypeKind.INT);
        sizeSlot = code.allocateLocal(java.lang.classfile.TypeKind.INT);
        skipSlot = code.allocateLocal(java.lang.classfile.TypeKind.REFERENCE);
        wordsSlot = code.allocateLocal(java.lang.classfile.TypeKind.REFERENCE);
        code.iconst_0().istore(rowSlot);
        arguments(code, "size", int.class).istore(sizeSlot);
        arguments(code, "skip", long[].class).astore(skipSlot);
        code.aload(OUTPUT_SLOT).invokevirtual(OUTPUT, "words", type(long[].class)).astore(wordsSlot);
        int count = method.getParameterCount();
        columnSlots = new int[count];
        maskSlots = new int[count];
        scratchSlots = new int[count];
        Class<?>[] parameters = method.getParameterTypes();
        for (int i = 0, argument = 0; i < count; i++) {
            if (isSqlParameter(parameters[i])) {
                load(code, i, argument++, parameters[i]);
            }
        }
    }

    private static CodeBuilder arguments(CodeBuilder code, String field, Class<?> fieldType) {
        return code.aload(ARGUMENTS_SLOT).invokevirtual(ARGUMENTS, field, type(fieldType));
    }

    /** Whether SQL passes it, as opposed to what is injected. */
    static boolean isSqlParameter(Class<?> parameter) {
        return parameter != ZoneId.class && parameter != Conversion.class;
    }

    private static void load(CodeBuilder code, LoopCompiler self, int parameter, int argument) {
        self.columnSlots[parameter] = code.allocateLocal(java.lang.classfile.TypeKind.REFERENCE);
        self.maskSlots[parameter] = code.allocateLocal(java.lang.classfile.TypeKind.INT);
        arguments(code, "masks", int[].class).loadConstant(argument).iaload().istore(self.maskSlots[parameter]);
        arguments(code, "columns", Column[].class).loadConstant(argument).aaload();
    }

    private void load(CodeBuilder code, int parameter, int argument, Class<?> javaType) {
        if (javaType == String[].class) {
            return;
        }
        load(code, this, parameter, argument);
        if (javaType.isPrimitive()) {
            code.checkcast(desc(WordColumn.class));
            code.invokevirtual(desc(WordColumn.class), "values", type(long[].class));
            code.checkcast(WORDS);
        } else if (readsBytesColumn(javaType)) {
            code.checkcast(BYTES_COLUMN);
        }
        code.astore(columnSlots[parameter]);
        if (javaType == Text.class) {
            scratchSlots[parameter] = code.allocateLocal(java.lang.classfile.TypeKind.REFERENCE);
            code.new_(TEXT).dup().invokespecial(TEXT, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void);
            code.astore(scratchSlots[parameter]);
        }
    }

    private static boolean readsBytesColumn(Class<?> javaType) {
        return javaType == Text.class
                || javaType == String.class
                || javaType == Numeric.class
                || javaType == Interval.class
                || javaType == byte[].class;
    }

    private void row(CodeBuilder code) {
        Class<?> result = method.getReturnType();
        if (result.isPrimitive()) {
            code.aload(wordsSlot).iload(rowSlot);
        } else {
            code.aload(OUTPUT_SLOT).iload(rowSlot);
        }
        Class<?>[] parameters = method.getParameterTypes();
        for (int i = 0, argument = 0; i < parameters.length; i++) {
            if (parameters[i] == ZoneId.class) {
                arguments(code, "zone", ZoneId.class);
            } else if (parameters[i] == Conversion.class) {
                arguments(code, "conversion", Conversion.class);
            } else if (parameters[i] == String[].class) {
                code.aload(ARGUMENTS_SLOT).loadConstant(argument).iload(rowSlot);
                String reader = isSpread ? "spread" : "strings";
                read(code, reader, type(String[].class, Arguments.class, int.class, int.class));
            } else {
                argument(code, i, argument++, parameters[i]);
            }
        }
        code.invokestatic(
                desc(method.getDeclaringClass()), method.getName(), type(result, method.getParameterTypes()));
        if (result.isPrimitive()) {
            toWord(code, result);
            code.lastore();
        } else {
            code.invokevirtual(OUTPUT, "put", type(void.class, int.class, result));
        }
    }

    private void argument(CodeBuilder code, int parameter, int argument, Class<?> javaType) {
        if (javaType.isPrimitive()) {
            code.aload(columnSlots[parameter]).iload(rowSlot).iload(maskSlots[parameter]).iand().laload();
            fromWord(code, javaType);
        } else if (readsBytesColumn(javaType)) {
            code.aload(columnSlots[parameter]).iload(rowSlot).iload(maskSlots[parameter]).iand();
            String suffix = strict ? "" : "OrNull";
            if (javaType == Text.class) {
                code.aload(scratchSlots[parameter]);
                read(code, "text" + suffix, type(Text.class, BytesColumn.class, int.class, Text.class));
            } else if (javaType == String.class) {
                read(code, "string" + suffix, type(String.class, BytesColumn.class, int.class));
            } else {
                String name = javaType == byte[].class ? "bytes" : javaType == Numeric.class ? "numeric" : "interval";
                read(code, name + suffix, type(javaType, BytesColumn.class, int.class));
            }
        } else {
            code.aload(ARGUMENTS_SLOT).loadConstant(argument);
            code.iload(rowSlot).iload(maskSlots[parameter]).iand();
            if (javaType == Long.class || javaType == Integer.class || javaType == Boolean.class) {
                String name = javaType == Long.class
                        ? "longOrNull"
                        : javaType == Integer.class ? "integerOrNull" : "booleanOrNull";
                read(code, name, type(javaType, Arguments.class, int.class, int.class));
            } else {
                String name = strict ? "prepared" : "preparedOrNull";
                read(code, name, type(Object.class, Arguments.class, int.class, int.class));
                code.checkcast(desc(javaType));
            }
        }
    }

    private static void read(CodeBuilder code, String name, MethodTypeDesc type) {
        code.invokestatic(READERS, name, type);
    }

    private static void fromWord(CodeBuilder code, Class<?> javaType) {
        if (javaType == int.class || javaType == boolean.class) {
            code.l2i();
        } else if (javaType == short.class) {
            code.l2i().i2s();
        } else if (javaType == double.class || javaType == float.class) {
            code.invokestatic(ConstantDescs.CD_Double, "longBitsToDouble", type(double.class, long.class));
            if (javaType == float.class) {
                code.d2f();
            }
        } else if (javaType != long.class) {
            throw new IllegalArgumentException("no SQL type for " + javaType);
        }
    }

    private static void toWord(CodeBuilder code, Class<?> javaType) {
        if (javaType == int.class || javaType == boolean.class || javaType == short.class) {
            code.i2l();
        } else if (javaType == double.class || javaType == float.class) {
            if (javaType == float.class) {
                code.f2d();
            }
            code.invokestatic(ConstantDescs.CD_Double, "doubleToLongBits", type(long.class, double.class));
        } else if (javaType != long.class) {
            throw new IllegalArgumentException("no SQL type for " + javaType);
        }
    }
}
