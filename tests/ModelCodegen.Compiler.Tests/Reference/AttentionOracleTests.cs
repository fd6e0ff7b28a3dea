using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using DataType = ModelCodegen.Compiler.Import.Protobuf.TensorProto.Types.DataType;

namespace ModelCodegen.Compiler.Tests.Reference;

/// <summary>Attention as one operator against ONNX Runtime.</summary>
public sealed class AttentionOracleTests
{
    [Fact]
    public void Attention() => KernelOracle.Each(
        random =>
        {
            int keyHeads = random.Next(1, 4);
            int heads = keyHeads * random.Next(1, 3);
            (int batch, int queries, int keys, int extent, int values) = (random.Next(1, 3), random.Next(1, 6), random.Next(1, 6), random.Next(1, 9), random.Next(1, 9));
            bool flat = random.Next(2) == 0;
            bool past = random.Next(3) == 0;
            int earlier = past ? random.Next(1, 4) : 0;
            bool masked = random.Next(2) == 0;
            ModelBuilder builder = new ModelBuilder(KernelOracle.Pick(random, 23, 24)).Output(past ? ["y", "k2", "v2"] : ["y"]);
            builder = flat
                ? builder.Input("q", batch, queries, heads * extent).Input("k", batch, keys, keyHeads * extent).Input("v", batch, keys, keyHeads * values)
                : builder.Input("q", batch, heads, queries, extent).Input("k", batch, keyHeads, keys, extent).Input("v", batch, keyHeads, keys, values);
            builder = masked ? builder.Input("mask", KernelOracle.Pick<object[]>(random, [queries, keys + earlier], [batch, heads, queries, keys + earlier], [batch, 1, queries, keys + earlier])) : builder;
            builder = past ? builder.Input("pk", batch, keyHeads, earlier, extent).Input("pv", batch, keyHeads, earlier, values) : builder;
            List<(string, object)> attributes = flat ? [("q_num_heads", heads), ("kv_num_heads", keyHeads)] : [];
            
            // ONNX Runtime lets a single query see all keys.
            attributes.Add(("is_causal", queries > 1 ? random.Next(2) : 0));
            if (random.Next(2) == 0)
            {
                attributes.Add(("scale", 0.3f));
            }

            if (random.Next(2) == 0)
            {
                attributes.Add(("softcap", 0.5f));
            }

            if (past && random.Next(2) == 0)
            {
                attributes.Add(("qk_matmul_output_mode", random.Next(4)));
                builder.Output("scores");
                return builder.Node("Attention", $"q k v {(masked ? "mask" : "-")} pk pv", "y k2 v2 scores", [.. attributes]);
            }

            return builder.Node("Attention", $"q k v {(masked ? "mask" : "-")} {(past ? "pk pv" : "- -")}", past ? "y k2 v2" : "y", [.. attributes]);
        });

    [Fact]
    public void Self_attention_of_ONNX_Runtime() => KernelOracle.Each(
        random =>
        {
            (int batch, int length, int inputs, int heads) = (random.Next(1, 3), random.Next(1, 7), random.Next(1, 9), random.Next(1, 4));
            int hidden = heads * random.Next(1, 6);
            ModelBuilder builder = KernelOracle.WithMicrosoft(new ModelBuilder(17))
                .Input("x", batch, length, inputs)
                .Constant("w", ModelBuilder.Random(random, inputs, 3 * hidden))
                .Constant("b", ModelBuilder.Random(random, 3 * hidden))
                .Output("y");
            string mask = KernelOracle.Pick(random, "-", "mask");
            builder = mask == "mask" ? builder.Input("mask", DataType.Int32, KernelOracle.Pick<object[]>(random, [batch, length], [batch], [batch, length, length])) : builder;
            return Microsoft(builder.Node("Attention", $"x w b {mask}", "y", ("num_heads", heads), ("unidirectional", random.Next(2))));
        },
        Mask);

    [Fact]
    public void Multi_head_attention_of_ONNX_Runtime() => KernelOracle.Each(
        random =>
        {
            (int batch, int queries, int keys, int heads) = (random.Next(1, 3), random.Next(1, 7), random.Next(1, 7), random.Next(1, 4));
            int hidden = heads * random.Next(1, 6);
            ModelBuilder builder = KernelOracle.WithMicrosoft(new ModelBuilder(17))
                .Input("q", batch, queries, hidden)
                .Input("k", batch, keys, hidden)
                .Input("v", batch, keys, hidden)
                .Constant("b", ModelBuilder.Random(random, 3 * hidden))
                .Output("y");
            string mask = KernelOracle.Pick(random, "-", "mask");
            builder = mask == "mask" ? builder.Input("mask", DataType.Int32, KernelOracle.Pick<object[]>(random, [batch, keys], [batch])) : builder;
            string added = KernelOracle.Pick(random, "-", "added");
            builder = added == "added" ? builder.Input("added", KernelOracle.Pick(random, 1, batch), heads, queries, keys) : builder;
            return Microsoft(builder.Node("MultiHeadAttention", $"q k v {KernelOracle.Pick(random, "b", "-")} {mask} {added}", "y", ("num_heads", heads)));
        },
        Mask);

    // The first key always counts.
    private static Tensor? Mask(Random random, string name, ImmutableArray<int> shape) => name == "mask"
        ? Tensor.Create(shape, [.. Enumerable.Range(0, ShapeArithmetic.Length(shape)).Select(i => shape.Length == 1 || i % shape[^1] == 0 ? 1 : random.Next(2))])
        : null;

    private static ModelBuilder Microsoft(ModelBuilder builder)
    {
        builder.Model.Graph.Node[0].Domain = "com.microsoft";
        return builder;
    }
}
