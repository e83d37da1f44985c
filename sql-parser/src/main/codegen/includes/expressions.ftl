<#-- PostgreSQL's spelling of expressions, as productions of Calcite's grammar. -->

/** A type, in any of PostgreSQL's spellings. Its name may be several words, which only the tokens tell. */
SqlTypeNameSpec PostgresType() :
{
    final SqlIdentifier name;
}
{
    name = CompoundIdentifier() {
        return TypeReader.read(name, this);
    }
}

/** A type followed by a string: {@code timestamptz '2020-01-01'}. The lexer marks the place where one begins. */
SqlNode TypedLiteral() :
{
    final Span s;
    final SqlDataTypeSpec type;
    final String text;
}
{
    <TYPED_LITERAL> { s = span(); }
    type = DataType()
    text = SimpleStringLiteral() {
        return TypedLiteral.read(type, text, getPos(), s, this);
    }
}

/** A number such as 1e10, which is numeric though it has no digits behind the point. */
SqlNode WholeNumeric() :
{
}
{
    <WHOLE_NUMERIC> {
        return TypedLiteral.numeric(token.image, getPos());
    }
}

/** What may follow an operand, other than what Calcite's template knows. */
void PostgresInfix(List<Object> list, ExprContext exprContext, Span s) :
{
    final SqlDataTypeSpec type;
    final SqlIdentifier collation;
    final SqlBinaryOperator op;
    final String image;
    SqlParserPos pos;
    SqlNodeList nodes;
    SqlNode e;
}
{
    <CAST_OPERATOR> {
        checkNonQueryExpression(exprContext);
        pos = getPos();
    }
    type = DataType() {
        list.add(new SqlParserUtil.ToTreeListItem(PostgresOperators.CAST, pos));
        list.add(type);
    }
|
    <COLLATE> { pos = getPos(); }
    collation = CompoundIdentifier() {
        list.add(new SqlParserUtil.ToTreeListItem(PostgresOperators.COLLATE, pos));
        list.add(collation);
    }
|
    <AT_TIME_ZONE> {
        checkNonQueryExpression(exprContext);
        list.add(new SqlParserUtil.ToTreeListItem(PostgresOperators.AT_TIME_ZONE, getPos()));
    }
    AddExpression2b(list, ExprContext.ACCEPT_SUB_QUERY)
|
    <ESCAPE> { pos = getPos(); }
    e = Expression3(ExprContext.ACCEPT_SUB_QUERY) {
        list.add(new SqlParserUtil.ToTreeListItem(SqlStdOperatorTable.ESCAPE, pos));
        list.add(e);
    }
|
    <ISNULL> {
        list.add(new SqlParserUtil.ToTreeListItem(SqlStdOperatorTable.IS_NULL, getPos()));
    }
|
    <NOTNULL> {
        list.add(new SqlParserUtil.ToTreeListItem(SqlStdOperatorTable.IS_NOT_NULL, getPos()));
    }
|
    <INFIX_OPERATOR> {
        checkNonQueryExpression(exprContext);
        op = PostgresOperators.infix(token.image);
        pos = getPos();
    }
    (
        LOOKAHEAD(2)
        ( <ANY> | <SOME> ) nodes = ParenthesizedQueryOrCommaList(ExprContext.ACCEPT_NONCURSOR) {
            list.add(new SqlParserUtil.ToTreeListItem(PostgresOperators.any(op), pos));
            list.add(nodes);
        }
    |
        LOOKAHEAD(2)
        <ALL> nodes = ParenthesizedQueryOrCommaList(ExprContext.ACCEPT_NONCURSOR) {
            list.add(new SqlParserUtil.ToTreeListItem(PostgresOperators.all(op), pos));
            list.add(nodes);
        }
    |
        { list.add(new SqlParserUtil.ToTreeListItem(op, pos)); }
        AddExpression2b(list, ExprContext.ACCEPT_SUB_QUERY)
    )
}

/** {@code extract(field FROM source)}: a call of the function with the field as text, as PostgreSQL has it. */
SqlNode ExtractCall() :
{
    final Span s;
    final SqlIdentifier name;
    final SqlIdentifier field;
    final String text;
    final SqlNode fieldNode;
    final SqlNode source;
}
{
    <EXTRACT_CALL> { s = span(); name = new SqlIdentifier("extract", getPos()); }
    <LPAREN>
    (
        field = SimpleIdentifier() {
            fieldNode = SqlLiteral.createCharString(field.getSimple(), getPos());
        }
    |
        text = SimpleStringLiteral() {
            fieldNode = SqlLiteral.createCharString(text, getPos());
        }
    )
    <FROM>
    source = Expression(ExprContext.ACCEPT_SUB_QUERY)
    <RPAREN> {
        return createCall(name, s.end(this), SqlFunctionCategory.USER_DEFINED_FUNCTION, null,
            ImmutableList.of(fieldNode, source));
    }
}

/** {@code position(part IN whole)}; the lexer tells this IN from the comparison. */
SqlNode PositionCall() :
{
    final Span s;
    final List<SqlNode> args = new ArrayList<SqlNode>();
}
{
    <POSITION_CALL> { s = span(); }
    <LPAREN>
    AddExpression(args, ExprContext.ACCEPT_SUB_QUERY)
    <IN_POSITION>
    AddExpression(args, ExprContext.ACCEPT_SUB_QUERY)
    <RPAREN> {
        return SqlStdOperatorTable.POSITION.createCall(s.end(this), args);
    }
}

/** {@code current_date} and its like: a call, as one with parentheses would be. */
SqlNode ContextCall() :
{
    final SqlIdentifier name;
}
{
    name = ContextVariable() {
        return createCall(name, getPos(), SqlFunctionCategory.USER_DEFINED_FUNCTION, null, ImmutableList.<SqlNode>of());
    }
}

<#-- The doors through which statements that are read by hand enter the grammar. -->

/** One expression. */
SqlNode OneExpression() :
{
    final SqlNode e;
}
{
    e = Expression(ExprContext.ACCEPT_SUB_QUERY) { return e; }
}

/** One query with its ORDER BY and LIMIT; the WITH before it may have been read already, and is null when there is none. */
SqlNode OneQuery(SqlNodeList withList) :
{
    SqlNode e;
    final List<Object> list = new ArrayList<Object>();
}
{
    e = LeafQueryOrExpr(ExprContext.ACCEPT_QUERY) { list.add(e); }
    ( AddSetOpQuery(list, ExprContext.ACCEPT_QUERY) )*
    { e = addWith(withList, SqlParserUtil.toTree(list)); }
    e = OrderByLimitOpt(e)
    { return e; }
}

/** A query of WITH and what stands behind it: SEARCH and CYCLE, whose words are none anywhere else. */
SqlWithItem OneWithItem(SqlIdentifier name, SqlNodeList columns, SqlNode query, SqlLiteral recursive) :
{
}
{
    {
        return RecursionClauses.read(name, columns, query, recursive, this);
    }
}

/** The items of a select list, or of RETURNING. */
SqlNodeList SelectItems() :
{
    final List<SqlNode> list = new ArrayList<SqlNode>();
    final Span s = Span.of();
}
{
    AddSelectItem(list)
    ( <COMMA> AddSelectItem(list) )*
    { return new SqlNodeList(list, s.addAll(list).pos()); }
}

/** Names of columns after the alias of an item of FROM, each perhaps with a type. */
SqlNodeList ColumnAliases() :
{
    final Span s;
    final List<SqlNode> list = new ArrayList<SqlNode>();
}
{
    <LPAREN> { s = span(); }
    AddColumnAlias(list)
    (
        <COMMA> AddColumnAlias(list)
    )*
    <RPAREN> {
        return new SqlNodeList(list, s.end(this));
    }
}

void AddColumnAlias(List<SqlNode> list) :
{
    final SqlIdentifier name;
    final SqlDataTypeSpec type;
}
{
    name = SimpleIdentifier()
    (
        type = DataType() {
            list.add(PostgresOperators.COLUMN_DEFINITION.createCall(name.getParserPosition(), name, type));
        }
    |
        { list.add(name); }
    )
}

/** The columns of a function that returns any rows, as the last of the functions in ROWS FROM. */
void AddDefinitions(SqlIdentifier function, List<SqlNode> list) :
{
    final SqlNodeList definitions;
}
{
    {
        if (!function.names.get(0).equals("rows from")) {
            throw generateParseException();
        }
    }
    <AS>
    definitions = ColumnAliases() {
        final SqlNode last = list.remove(list.size() - 1);
        final List<SqlNode> operands = new ArrayList<SqlNode>();
        operands.add(last);
        operands.add(PostgresOperators.nameOf(last, getPos()));
        operands.addAll(definitions.getList());
        list.add(SqlStdOperatorTable.AS.createCall(getPos(), operands));
    }
}

/** The elements of an array, of which all may be arrays in brackets themselves. */
SqlNodeList ArrayElements(Span s) :
{
    final List<SqlNode> list = new ArrayList<SqlNode>();
    SqlNodeList elements = SqlNodeList.EMPTY;
    SqlNode inner;
}
{
    (
        elements = ExpressionCommaList(s, ExprContext.ACCEPT_SUB_QUERY)
    |
        inner = InnerArray() { list.add(inner); }
        (
            <COMMA> inner = InnerArray() { list.add(inner); }
        )*
        { elements = new SqlNodeList(list, s.end(this)); }
    |
        {}
    )
    {
        return elements;
    }
}

SqlNode InnerArray() :
{
    final Span s;
    final SqlNodeList elements;
}
{
    <LBRACKET> { s = span(); }
    elements = ArrayElements(span())
    <RBRACKET>
    {
        return SqlStdOperatorTable.ARRAY_VALUE_CONSTRUCTOR.createCall(s.end(this), elements.getList());
    }
}

/** What stands in brackets behind an array: the number of an element, or the bounds of a slice, of which each may lack. */
SqlNode Subscript() :
{
    SqlNode lower = null;
    SqlNode upper = null;
    boolean isSlice = false;
}
{
    (
        <COLON> { isSlice = true; }
        [ upper = Expression(ExprContext.ACCEPT_SUB_QUERY) ]
    |
        lower = Expression(ExprContext.ACCEPT_SUB_QUERY)
        [
            <COLON> { isSlice = true; }
            [ upper = Expression(ExprContext.ACCEPT_SUB_QUERY) ]
        ]
    )
    {
        return isSlice ? PostgresOperators.slice(lower, upper, getPos()) : lower;
    }
}
