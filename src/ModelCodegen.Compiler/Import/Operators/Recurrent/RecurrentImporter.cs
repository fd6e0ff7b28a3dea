using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Import.Operators.Recurrent;

/// <summary>
/// RNN, GRU and LSTM, since operator set 1; 14 added <c>layout</c>. Per direction, a product of all steps' inputs by the
/// input weights, which is a layer like any other, and a <see cref="Recurrence"/> over its result.
/// </summary>
internal static class RecurrentImporter
{
    private const int B = 3, SequenceLengths = 4, InitialH = 5, InitialC = 6, Peepholes = 7;

    public static void ImportRnn(NodeReader node)
    {
        RecurrentAttributes attributes = Start(node, inputs: 6);
        ImmutableArray<RecurrentFunction> functions = RecurrentFunctions.Read(node, attributes.Directions, "Tanh");
        Finish(node, attributes, 2, (d, isReverse) => node.EmitParts(
            new RnnRecurrence(isReverse, attributes.IsBatchFirst, attributes.Clip, functions[d]),
            [.. Inputs(node, attributes, d, Bias(node, d))],
            2));
    }

    public static void ImportGru(NodeReader node)
    {
        RecurrentAttributes attributes = Start(node, inputs: 6);
        ImmutableArray<RecurrentFunction> functions = RecurrentFunctions.Read(node, attributes.Directions, "Sigmoid", "Tanh");
        bool linearBeforeReset = node.Flag("linear_before_reset", false);
        Finish(node, attributes, 2, (d, isReverse) =>
        {
            (string? bias, string candidate) = linearBeforeReset && node.HasInput(B) ? ResetBias(node, d) : (Bias(node, d), Zero(node));
            return node.EmitParts(
                new GruRecurrence(isReverse, attributes.IsBatchFirst, attributes.Clip, functions[2 * d], functions[(2 * d) + 1], linearBeforeReset),
                [.. Inputs(node, attributes, d, bias), candidate],
                2);
        });
    }

    public static void ImportLstm(NodeReader node)
    {
        RecurrentAttributes attributes = Start(node, inputs: 8);
        ImmutableArray<RecurrentFunction> functions = RecurrentFunctions.Read(node, attributes.Directions, "Sigmoid", "Tanh", "Tanh");
        bool isCoupled = node.Flag("input_forget", false);
        Finish(node, attributes, 3, (d, isReverse) => node.EmitParts(
            new LstmRecurrence(isReverse, attributes.IsBatchFirst, attributes.Clip, functions[3 * d], functions[(3 * d) + 1], functions[(3 * d) + 2], isCoupled),
            [
                .. Inputs(node, attributes, d, Bias(node, d)),
                State(node, attributes, d, InitialC),
                node.HasInput(Peepholes) ? Direction(node, node.Inputs[Peepholes], d) : Zero(node),
            ],
            3));
    }

    private static RecurrentAttributes Start(NodeReader node, int inputs)
    {
        node.Expect(3, inputs);
        if (node.Version < 7)
        {
            node.Ignore("output_sequence");
        }

        return RecurrentAttributes.Read(node);
    }

    // All sums that do not depend on a state, recurrent weights, initial states and lengths.
    private static IEnumerable<string> Inputs(NodeReader node, RecurrentAttributes attributes, int d, string? bias)
    {
        string sums = node.EmitPart(new MatMul(), [node.Inputs[0], Transposed(node, node.Inputs[1], d)]);
        yield return bias is null ? sums : node.EmitPart(new Binary(BinaryFunction.Add), [sums, bias]);
        yield return Transposed(node, node.Inputs[2], d);
        yield return State(node, attributes, d, InitialH);
        yield return node.HasInput(SequenceLengths) ? node.Inputs[SequenceLengths] : node.Constant("lengths", Tensor.Create([1], [int.MaxValue]));
    }

    // The outputs, of the results of all directions: states of all steps, last states, and what else there is like them.
    private static void Finish(NodeReader node, RecurrentAttributes attributes, int outputs, Func<int, bool, ImmutableArray<string>> emit)
    {
        if (node.Outputs.Count > outputs)
        {
            throw node.Invalid($"{node.OperatorName} has {outputs} outputs, and {node.Outputs.Count} are named");
        }

        ImmutableArray<string>[] results = [.. Enumerable.Range(0, attributes.Directions).Select(d => emit(d, attributes.IsReverse || d > 0))];
        for (int i = 0; i < node.Outputs.Count; i++)
        {
            if (node.Outputs[i].Length == 0)
            {
                continue;
            }

            int axis = (i == 0 ? 1 : 0) + (attributes.IsBatchFirst ? 1 : 0);
            string axes = node.Constant("axes", [axis]);
            if (results.Length == 1)
            {
                node.EmitOutput(i, new Unsqueeze(), [results[0][i], axes]);
            }
            else
            {
                node.EmitOutput(i, new Concat(axis), [.. results.Select(result => node.EmitPart(new Unsqueeze(), [result[i], axes]))]);
            }
        }
    }

    private static string State(NodeReader node, RecurrentAttributes attributes, int d, int input) =>
        node.HasInput(input) ? Direction(node, node.Inputs[input], d, attributes.IsBatchFirst ? 1 : 0) : Zero(node);

    // The sum of both halves of B.
    private static string? Bias(NodeReader node, int d) => node.HasInput(B)
        ? node.EmitPart(new Binary(BinaryFunction.Add), node.EmitParts(new Split(0), [Direction(node, node.Inputs[B], d)], 2))
        : null;

    // The sums of the halves of B, but for the candidate's, whose recurrent bias stays alone.
    private static (string? Sum, string Candidate) ResetBias(NodeReader node, int d)
    {
        ImmutableArray<string> parts = node.EmitParts(new Split(0), [Direction(node, node.Inputs[B], d)], 6);
        string update = node.EmitPart(new Binary(BinaryFunction.Add), [parts[0], parts[3]]);
        string reset = node.EmitPart(new Binary(BinaryFunction.Add), [parts[1], parts[4]]);
        return (node.EmitPart(new Concat(0), [update, reset, parts[2]]), parts[5]);
    }

    private static string Transposed(NodeReader node, string weights, int d) =>
        node.EmitPart(new Transpose([1, 0]), [Direction(node, weights, d)]);

    private static string Direction(NodeReader node, string tensor, int d, int axis = 0) =>
        node.EmitPart(new Gather(axis), [tensor, node.Constant("direction", Tensor.Create([], [(long)d]))]);

    private static string Zero(NodeReader node) =>
        node.EmitPart(new CastLike(), [node.Constant("zero", Tensor.Create([1], [0f])), node.Inputs[0]]);
}
