using System.Runtime.InteropServices;
using System.Text;
using Google.Protobuf;
using ModelCodegen.Compiler.Import.Protobuf;
using DataType = ModelCodegen.Compiler.Import.Protobuf.TensorProto.Types.DataType;
using Dimension = ModelCodegen.Compiler.Import.Protobuf.TensorShapeProto.Types.Dimension;

namespace ModelCodegen.Cli.Tests;

/// <summary>ONNX files of a few hundred bytes, and arrays for them.</summary>
internal static class SmallModels
{
    /// <summary>A network of one layer, 1x8 to 1x4: <c>y = Relu(x w)</c>.</summary>
    public static byte[] Dense(float firstWeight = 0.5f, string layer = "dense") =>
        Dense(new TensorProto { RawData = ByteString.CopyFrom(Weights(firstWeight)) }, layer);

    /// <summary>The same network, its weights in a file beside it.</summary>
    public static byte[] DenseWithExternalWeights(string file)
    {
        var tensor = new TensorProto { DataLocation = TensorProto.Types.DataLocation.External };
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = file });
        return Dense(tensor, "dense");
    }

    /// <summary>The weights of these networks, as the file beside one holds them.</summary>
    public static byte[] Weights(float first = 0.5f)
    {
        float[] weights = [.. Enumerable.Range(0, 32).Select(i => ((i * 7 % 11) - 5) / 5f)];
        weights[0] = first;
        return MemoryMarshal.AsBytes(weights.AsSpan()).ToArray();
    }

    /// <summary>A network with two nodes that no version of this tool knows.</summary>
    public static byte[] Unknown()
    {
        ModelProto model = Empty();
        Add(model, "Einstein", "first", ["x"], "middle");
        Add(model, "Podolsky", "second", ["middle"], "y");
        return model.ToByteArray();
    }

    /// <summary>An array in NumPy's format: eight ones, eight halves, eight zeros, and so on down to -1 and again.</summary>
    public static byte[] Npy(params int[] shape)
    {
        float[] elements = [.. Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(i => 1 - (i / 8 % 5 * 0.5f))];
        string header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({string.Join(", ", shape)},), }}";
        header = header.PadRight(118 - 1) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. MemoryMarshal.AsBytes(elements.AsSpan())];
    }

    /// <summary>A convolution of an image of three channels, and a mean for each of its four classes.</summary>
    public static byte[] Images(int size)
    {
        ModelProto model = Empty();
        model.Graph.Input[0] = Info("x", 1, 3, size, size);
        model.Graph.Output[0] = Info("y", 1, 4, 1, 1);
        var weights = new TensorProto { Name = "w", DataType = DataType.Float, RawData = ByteString.CopyFrom(Weights().AsSpan(0, 4 * 3 * sizeof(float))) };
        weights.Dims.AddRange([4, 3, 1, 1]);
        model.Graph.Initializer.Add(weights);
        Add(model, "Conv", "conv", ["x", "w"], "map");
        Add(model, "GlobalAveragePool", "pool", ["map"], "y");
        return model.ToByteArray();
    }

    private static byte[] Dense(TensorProto weights, string layer)
    {
        weights.Name = "w";
        weights.DataType = DataType.Float;
        weights.Dims.AddRange([8, 4]);
        ModelProto model = Empty();
        model.Graph.Initializer.Add(weights);
        Add(model, "MatMul", layer, ["x", "w"], "product");
        Add(model, "Relu", "relu", ["product"], "y");
        return model.ToByteArray();
    }

    private static ModelProto Empty()
    {
        var model = new ModelProto { IrVersion = 8, Graph = new GraphProto { Name = "small" } };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 17 });
        model.Graph.Input.Add(Info("x", 1, 8));
        model.Graph.Output.Add(Info("y", 1, 4));
        return model;
    }

    private static ValueInfoProto Info(string name, params long[] extents)
    {
        var shape = new TensorShapeProto();
        shape.Dim.AddRange(extents.Select(extent => new Dimension { DimValue = extent }));
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = DataType.Float, Shape = shape } } };
    }

    private static void Add(ModelProto model, string type, string name, string[] inputs, string output)
    {
        var node = new NodeProto { OpType = type, Name = name };
        node.Input.AddRange(inputs);
        node.Output.Add(output);
        model.Graph.Node.Add(node);
    }
}
