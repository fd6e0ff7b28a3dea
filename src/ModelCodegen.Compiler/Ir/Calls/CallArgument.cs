using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Ir.Calls;

/// <summary>An argument of a <see cref="SpanCall"/>: a tensor of the node, memory to work in, or a value.</summary>
public abstract record CallArgument
{
    /// <summary>An operand.</summary>
    public static CallArgument Read(int input) => new ReadArgument(input);

    /// <summary>A result; one that nobody reads is written as well.</summary>
    public static CallArgument Write(int output) => new WriteArgument(output);

    /// <summary>Memory that the kernel may write and forgets.</summary>
    public static CallArgument Scratch(ElementType type, int length) => new ScratchArgument(type, length);

    /// <summary>Any of the plan's arguments that name no memory.</summary>
    public static CallArgument Plain(Argument value) => new ValueArgument(value);

    /// <summary>A whole number.</summary>
    public static implicit operator CallArgument(int value) => Plain(new IntegerArgument(value));

    /// <summary>A list of whole numbers.</summary>
    public static implicit operator CallArgument(int[] values) => Plain(new IntegersArgument(values));

    /// <summary>A list of whole numbers.</summary>
    public static implicit operator CallArgument(System.Collections.Immutable.ImmutableArray<int> values) => Plain(new IntegersArgument(new EquatableArray<int>(values)));

    /// <summary>A real number.</summary>
    public static implicit operator CallArgument(double value) => Plain(new NumberArgument(value));

    /// <summary>A truth value.</summary>
    public static implicit operator CallArgument(bool value) => Plain(new FlagArgument(value));
}
