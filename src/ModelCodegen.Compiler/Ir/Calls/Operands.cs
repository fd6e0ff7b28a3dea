using System.Collections.Immutable;
using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Ir.Calls;

/// <summary>What is known of a node's operands.</summary>
/// <param name="node">The node.</param>
/// <param name="infos">Type and shape of each; <see langword="null"/> where one is omitted.</param>
/// <param name="constants">The values of those that are known at build time.</param>
public sealed class Operands(Node node, ImmutableArray<ValueInfo?> infos, ImmutableArray<Tensor?> constants)
{
    /// <summary>The number of operands, omitted ones in between included.</summary>
    public int Count => infos.Length;

    /// <summary>The number of results that the node names.</summary>
    public int Results => node.Outputs.Length;

    /// <summary>The name of a result, named by the model or not.</summary>
    public string ResultName(int index) => index < node.Outputs.Length && node.Outputs[index].Length > 0 ? node.Outputs[index] : $"{node.Name}/result{index}";

    /// <summary>Whether the operand is there.</summary>
    public bool Has(int index) => index < infos.Length && infos[index] is not null;

    /// <summary>Type and shape of an operand that must be there.</summary>
    /// <exception cref="ArgumentException">It is not.</exception>
    public ValueInfo this[int index] => Has(index) ? infos[index]! : throw Invalid($"Its input {index} is missing");

    /// <summary>An operand's type.</summary>
    public ElementType Type(int index) => this[index].Type;

    /// <summary>An operand's shape.</summary>
    public ImmutableArray<int> Shape(int index) => this[index].Shape;

    /// <summary>An operand's number of elements.</summary>
    public int Length(int index) => ShapeArithmetic.Length(Shape(index));

    /// <summary>The type's name as a kernel's type argument.</summary>
    public string KernelType(int index) => Type(index).KernelName();

    /// <summary>The operand's value, if it is known at build time.</summary>
    public Tensor? Constant(int index) => index < constants.Length ? constants[index] : null;

    /// <summary>The value of an operand that must be known at build time; <see langword="null"/> where it is omitted.</summary>
    /// <exception cref="CompilationException">It is computed at run time.</exception>
    public Tensor? Known(int index, string role) => !Has(index)
        ? null
        : Constant(index) ?? throw new CompilationException(
            DiagnosticCode.OperatorUnsupported,
            $"{node.Operator.Name} is only supported with {role} known at build time; '{node.Inputs[index]}' is computed at run time.",
            node.Name);

    /// <summary>The argument for an operand that may be omitted: its elements, or none of that type.</summary>
    public CallArgument ReadOrNone(int index, ElementType type) => Has(index) ? CallArgument.Read(index) : CallArgument.Scratch(type, 0);

    /// <summary>An axis as index of a dimension.</summary>
    /// <exception cref="CompilationException">There is no such dimension.</exception>
    public int Axis(long axis, int rank) => axis >= -rank && axis < rank
        ? (int)(axis < 0 ? axis + rank : axis)
        : throw Invalid($"The axis {axis} does not exist; the tensor has {rank} dimensions");

    /// <summary>An operand's shape around an axis: (elements before, the axis' extent, elements behind).</summary>
    public (int Outer, int Extent, int Inner) Around(int index, int axis)
    {
        ImmutableArray<int> shape = Shape(index);
        return (ShapeArithmetic.Length(shape[..axis]), shape[axis], ShapeArithmetic.Length(shape[(axis + 1)..]));
    }

    /// <summary>An operand's shape around the dimensions from one axis to another, which are taken as one.</summary>
    /// <exception cref="CompilationException">There are no such dimensions.</exception>
    public (int Outer, int Extent, int Inner) Around(int index, int axis, int lastAxis)
    {
        ImmutableArray<int> shape = Shape(index);
        int first = Axis(axis, shape.Length);
        int behind = Axis(lastAxis, shape.Length) + 1;
        return (ShapeArithmetic.Length(shape[..first]), ShapeArithmetic.Length(shape[first..behind]), ShapeArithmetic.Length(shape[behind..]));
    }

    /// <summary>Throws unless the two operands are of one type.</summary>
    public void ExpectSameType(int first, int second)
    {
        if (Type(first) != Type(second))
        {
            throw Invalid($"Its inputs {first} and {second} are of type {Type(first)} and {Type(second)}");
        }
    }

    /// <summary>Throws unless the operand is of a type that the predicate takes.</summary>
    public void Expect(int index, Func<ElementType, bool> allows, string what)
    {
        if (!allows(Type(index)))
        {
            throw Invalid($"Its input {index} is of type {Type(index)}, not {what}");
        }
    }

    /// <summary>The node contradicts its inputs.</summary>
    public CompilationException Invalid(string problem) => new(DiagnosticCode.NodeInvalid, problem + ".", node.Name);

    /// <summary>The node is legal and not supported.</summary>
    public CompilationException Unsupported(string problem) => new(DiagnosticCode.OperatorUnsupported, problem + ".", node.Name);
}
