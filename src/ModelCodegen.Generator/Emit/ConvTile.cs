using System;
using System.Linq;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>The accumulators of a convolution's inner loop and what is done to them.</summary>
/// <param name="Isa">The instruction set.</param>
/// <param name="InputType">The type of inputs.</param>
/// <param name="WeightType">The type in which weights are stored.</param>
/// <param name="Pixels">Output pixels.</param>
/// <param name="Blocks">Blocks of channels.</param>
/// <param name="Channels">Channels of a block, 16 or 8.</param>
internal sealed record ConvTile(Isa Isa, ElementType InputType, ElementType WeightType, int Pixels, int Blocks, int Channels)
{
    private bool IsFloat => InputType == ElementType.Float32;

    // The bytes of inputs that meet one vector of weights: a float, or 4 integers.
    private int GroupBytes => IsFloat ? 4 : 4 * InputType.SizeInBytes();

    // Sums of 16 bits take registers, too: where there are 16, inputs are loaded again for each vector of weights.
    private bool FewRegisters => Isa.ShortSumQuads > 0 && Isa.Lanes < 16;

    private int Vectors => Isa.VectorsOf(Channels);

    private bool Lowers => InputType == ElementType.UInt8 && Isa.LoweredSum("", "") is not null;

    private string AccType => $"{Isa.V}<{(IsFloat ? "float" : "int")}>";

    public string[] Results(int pixel, int block) => Enumerable.Range(0, Vectors).Select(v => Acc(pixel, block, v)).ToArray();

    /// <summary>Declares the accumulators, bias inside.</summary>
    public void Declare(IndentedWriter w, ConvEpilogue epilogue)
    {
        for (int b = 0; b < Blocks; b++)
        {
            for (int v = 0; v < Vectors; v++)
            {
                string at = At(b, v);
                string first = Acc(0, b, v);
                w.Line($"{AccType} {first} = " + (epilogue switch
                {
                    ConvEpilogue.ScaledFloats or ConvEpilogue.ActivatedShorts => "default",
                    ConvEpilogue.Floats => Isa.Load("float", "blockBias", at),
                    ConvEpilogue.Bytes or ConvEpilogue.Shorts => Isa.Load("int", "blockBias", at),
                    _ => $"{Isa.Load("int", "blockSums", at)} * {Isa.V}.Create(-inputZeroPoint)",
                }) + ";");
                for (int p = 1; p < Pixels; p++)
                {
                    w.Line($"{AccType} {Acc(p, b, v)} = {first};");
                }

                if (Lowers)
                {
                    w.Line($"{AccType} {Lowered(b, v)} = default;");
                }
            }
        }
    }

    /// <summary>Multiplies as many groups of inputs behind <c>tap</c>.</summary>
    public void Multiply(IndentedWriter w, int groups)
    {
        for (int group = 0; group < groups; group += Isa.QuadsPerDot)
        {
            int[] parts = [.. Enumerable.Range(group, Math.Min(Isa.QuadsPerDot, groups - group))];
            if (InputType == ElementType.Int16 || (!IsFloat && Isa.WidensInParts))
            {
                PairByPair(w, parts.Single());
                continue;
            }

            w.Open();
            if (!FewRegisters && (Blocks == 1 || Pixels > Blocks * Vectors))
            {
                PixelByPixel(w, parts);
            }
            else
            {
                VectorByVector(w, parts);
            }

            w.Close();
        }
    }

    /// <summary>Turns the accumulators of a block into results, in place.</summary>
    public void Finish(IndentedWriter w, int block, ConvEpilogue epilogue, Activation activation)
    {
        string f = $"{Isa.V}<float>";
        for (int v = 0; v < Vectors && Lowers; v++)
        {
            for (int p = 0; p < Pixels; p++)
            {
                w.Line($"{Acc(p, block, v)} -= {Lowered(block, v)};");
            }
        }

        for (int v = 0; v < Vectors && epilogue != ConvEpilogue.Floats; v++)
        {
            string load = Isa.Load("float", "blockScale", At(block, v));
            w.Line($"{f} s{v} = {(epilogue == ConvEpilogue.Dynamic ? $"{Isa.V}.Create(inputScale) * " : "")}{load};");
            if (!epilogue.IsRequantized())
            {
                w.Line($"{f} t{v} = {Isa.Load("float", "blockBias", At(block, v))};");
            }
        }

        bool saturating = Isa.SaturatingPack && epilogue == ConvEpilogue.Bytes;
        if (epilogue.IsRequantized())
        {
            Requantization.Bounds(w, Isa, saturating);
        }
        else if (epilogue == ConvEpilogue.ActivatedShorts)
        {
            Requantization.FloatBounds(w, Isa);
        }

        for (int p = 0; p < Pixels; p++)
        {
            for (int v = 0; v < Vectors; v++)
            {
                string acc = Acc(p, block, v);
                string scaled = $"{Isa.V}.ConvertToSingle({acc}) * s{v}";
                switch (epilogue)
                {
                    case ConvEpilogue.Bytes or ConvEpilogue.Shorts:
                        w.Line($"{acc} = {Requantization.Round(Isa, scaled, saturating)};");
                        break;
                    case ConvEpilogue.ActivatedShorts:
                        w.Line($"{acc} = {Requantization.Quantize(Isa, Activations.Apply(Isa, activation, $"({scaled} + t{v})"))};");
                        break;
                    case ConvEpilogue.Dynamic:
                        w.Line($"{f} f{acc} = {Activations.Apply(Isa, activation, $"({scaled} + t{v})")};");
                        w.Line($"{acc} = f{acc}.AsInt32();");
                        break;
                    case ConvEpilogue.ScaledFloats:
                        w.Line($"{acc} = {Activations.Apply(Isa, activation, Isa.FusedMultiplyAdd(acc, $"s{v}", $"t{v}"))};");
                        break;
                    case ConvEpilogue.Floats when !activation.IsNone:
                        w.Line($"{acc} = {Activations.Apply(Isa, activation, acc)};");
                        break;
                }
            }
        }
    }

    // Bytes as two vectors of 16-bit pairs, one after the other: so operands take half of the registers. 16-bit inputs are pairs.
    private void PairByPair(IndentedWriter w, int part)
    {
        string bits = Literal.Int(Isa.Lanes * 32);
        foreach ((string half, int pair) in new[] { ("Even", 0), ("Odd", 1) })
        {
            w.Open();
            for (int b = 0; b < Blocks; b++)
            {
                for (int v = 0; v < Vectors; v++)
                {
                    w.Line($"{Isa.V}<short> w{b}{v} = KernelMethods.{half}Signed{bits}({LoadWeights(b, v, part)});");
                }
            }

            for (int p = 0; p < Pixels; p++)
            {
                w.Line($"{Isa.V}<short> v{p} = {(InputType == ElementType.Int16 ? LoadPair(p, part, pair) : $"KernelMethods.{half}Unsigned{bits}({LoadInput(p, part)})")};");
                for (int b = 0; b < Blocks; b++)
                {
                    for (int v = 0; v < Vectors; v++)
                    {
                        string acc = Acc(p, b, v);
                        w.Line($"{acc} = {acc} + {MultiplyAdd($"v{p}", $"w{b}{v}")};");
                    }
                }
            }

            w.Close();
        }
    }

    private void PixelByPixel(IndentedWriter w, int[] parts)
    {
        // Where a register is missing, the last vector of weights stays in memory: 7 pixels on 16 registers.
        bool crowded = !IsFloat && Isa.PlainOperands && Blocks == 1 && Vectors > 1 && (Pixels * Vectors) + Vectors + 1 > 16;
        for (int b = 0; b < Blocks; b++)
        {
            for (int v = 0; v < (crowded ? Vectors - 1 : Vectors); v++)
            {
                Weights(w, b, v, parts);
            }
        }

        for (int p = 0; p < Pixels; p++)
        {
            Input(w, p, parts);
            for (int b = 0; b < Blocks; b++)
            {
                for (int v = 0; v < Vectors; v++)
                {
                    Add(w, p, b, v, parts, weightsInMemory: crowded && v == Vectors - 1);
                }
            }
        }
    }

    private void VectorByVector(IndentedWriter w, int[] parts)
    {
        for (int p = 0; p < Pixels && !FewRegisters; p++)
        {
            Input(w, p, parts);
        }

        for (int b = 0; b < Blocks; b++)
        {
            for (int v = 0; v < Vectors; v++)
            {
                Weights(w, b, v, parts);
                for (int p = 0; p < Pixels; p++)
                {
                    Add(w, p, b, v, parts, inputsInMemory: FewRegisters);
                }
            }
        }
    }

    private void Weights(IndentedWriter w, int b, int v, int[] parts)
    {
        foreach (int part in parts)
        {
            string name = Operand($"w{b}{v}", part - parts[0]);
            w.Line($"{Isa.V}<{(IsFloat ? "float" : "sbyte")}> {name} = {LoadWeights(b, v, part)};");
            if (IsFloat)
            {
                continue;
            }

            foreach (string statement in Isa.PrepareWeights(name))
            {
                w.Line(statement);
            }

            if (Isa.LoweredSum(Lowered(b, v), name) is { } sum)
            {
                w.Line($"{Lowered(b, v)} = {sum};");
            }
        }
    }

    private string LoadWeights(int b, int v, int part)
    {
        int offset = ((part * Channels) + (v * Isa.Lanes)) * (IsFloat ? WeightType.SizeInBytes() : 4);
        string at = offset == 0 ? "weight" : $"weight + {Literal.Int(offset)}";
        return IsFloat ? Isa.LoadAsFloats(WeightType, $"blockWeights{b}", at) : Isa.Load("sbyte", $"blockWeights{b}", at);
    }

    private void Input(IndentedWriter w, int p, int[] parts)
    {
        foreach (int part in parts)
        {
            string name = Operand($"v{p}", part - parts[0]);
            w.Line($"{Isa.V}<{(IsFloat ? "float" : "byte")}> {name} = {LoadInput(p, part)};");
            foreach (string statement in IsFloat ? [] : Isa.PrepareInput(name))
            {
                w.Line(statement);
            }
        }
    }

    private string LoadInput(int p, int part) => Isa.Broadcast(IsFloat ? "float" : "byte", $"x{p}", part == 0 ? "tap" : $"tap + {part * 4}");

    private string LoadPair(int p, int part, int pair)
    {
        int offset = (part * GroupBytes) + (pair * 4);
        return Isa.Broadcast("short", $"x{p}", offset == 0 ? "tap" : $"tap + {Literal.Int(offset)}");
    }

    private string MultiplyAdd(string a, string b) => InputType == ElementType.Int16 ? Isa.MultiplyAddShorts(a, b) : Isa.MultiplyAddPairs(a, b);

    private void Add(IndentedWriter w, int p, int b, int v, int[] parts, bool inputsInMemory = false, bool weightsInMemory = false)
    {
        string acc = Acc(p, b, v);
        string[] inputs = [.. parts.Select(part => inputsInMemory ? LoadInput(p, part) : Operand($"v{p}", part - parts[0]))];
        string[] weights = [.. parts.Select(part => weightsInMemory ? LoadWeights(b, v, part) : Operand($"w{b}{v}", part - parts[0]))];
        w.Line($"{acc} = {(IsFloat ? Isa.FusedMultiplyAdd(inputs.Single(), weights.Single(), acc) : Isa.Dot(acc, inputs, weights))};");
    }

    private static string Operand(string name, int quad) => quad == 0 ? name : name + "n";

    private string At(int block, int vector) => Literal.Int((block * 64) + (vector * Isa.Lanes * 4));

    private static string Lowered(int block, int vector) => $"lowered_{block}_{vector}";

    private static string Acc(int pixel, int block, int vector) => $"a{pixel}_{block}_{vector}";
}
