using System.Collections.Generic;
using System.Linq;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>
/// An instruction set as the kernels' templates see it: how wide vectors are, and how the few operations that .NET's
/// portable vectors lack are written. Every operation gives the same bits on every instruction set, except
/// <see cref="FusedMultiplyAdd"/>.
/// </summary>
/// <param name="Name">The ending of the names of its methods.</param>
/// <param name="Check">The condition under which it runs; empty for the portable one.</param>
/// <param name="Lanes">Lanes of 32 bits.</param>
/// <param name="Accumulators">How many accumulators a convolution of bytes keeps in registers.</param>
/// <param name="FloatAccumulators">How many a convolution of floats does.</param>
internal abstract record Isa(string Name, string Check, int Lanes, int Accumulators, int FloatAccumulators)
{
    /// <summary>512 bits, one instruction per dot product of 4 bytes.</summary>
    public static readonly Isa Vnni512 = new Vnni512Isa();

    /// <summary>256 bits, one instruction per dot product of 4 bytes.</summary>
    public static readonly Isa Vnni = new VnniIsa();

    /// <summary>512 bits, dot products by widening to 16 bits.</summary>
    public static readonly Isa Avx512 = new Avx512Isa();

    /// <summary>512 bits, with permutations of bytes.</summary>
    public static readonly Isa Vbmi = new Avx512Isa { Name = "Vbmi", Check = "Avx512Vbmi.IsSupported" };

    /// <summary>256 bits, dot products by widening to 16 bits.</summary>
    public static readonly Isa Avx2 = new Avx2Isa();

    /// <summary>128 bits of Arm, one instruction per dot product of 4 bytes.</summary>
    public static readonly Isa ArmDp = new ArmDpIsa();

    /// <summary>128 bits, nothing but portable operations: SSE, Arm, WebAssembly, and scalar code where there is nothing.</summary>
    public static readonly Isa Portable = new PortableIsa();

    /// <summary>The instruction sets of convolutions of bytes, best first.</summary>
    /// <param name="shortSumQuads">See <see cref="ConvStep"/>.</param>
    public static IReadOnlyList<Isa> Bytes(int shortSumQuads) => [Vnni512, Vnni, Avx512 with { ShortSumQuads = shortSumQuads }, Avx2With(shortSumQuads), ArmDp, Portable];

    /// <summary>Those for blocks of 8 channels, which do not fill 512 bits.</summary>
    public static IReadOnlyList<Isa> HalfBytes(int shortSumQuads) => [Vnni, Avx2With(shortSumQuads), ArmDp, Portable];

    /// <summary>Those of depthwise convolutions of bytes.</summary>
    /// <param name="shortSumQuads">See <see cref="DepthwiseStep"/>.</param>
    public static IReadOnlyList<Isa> DepthwiseBytes(int shortSumQuads) => [Vnni, Avx512 with { ShortSumQuads = shortSumQuads }, Avx2, Portable];

    /// <summary>Those of convolutions of 16-bit integers, whose dot products .NET has only without accumulating.</summary>
    public static readonly IReadOnlyList<Isa> Shorts = [Avx512, Avx2, Portable];

    /// <summary>Those for blocks of 8 channels.</summary>
    public static readonly IReadOnlyList<Isa> HalfShorts = [Avx2, Portable];

    /// <summary>The instruction sets of all other kernels, best first.</summary>
    public static readonly IReadOnlyList<Isa> Floats = [Avx512, Avx2, Portable];

    /// <summary>Those for blocks of 8 channels.</summary>
    public static readonly IReadOnlyList<Isa> HalfFloats = [Avx2, Portable];

    /// <summary>Those that compute convolutions by Winograd's method.</summary>
    public static readonly IReadOnlyList<Isa> Winograd = [Avx512, Avx2];

    /// <summary>The vector class: <c>Vector256</c>.</summary>
    public string V => "Vector" + Literal.Int(Lanes * 32);

    /// <summary>How many vectors hold 16 lanes.</summary>
    public int VectorsOf16 => 16 / Lanes;

    /// <summary>Vectors that hold a block of 16 or 8 channels.</summary>
    public int VectorsOf(int channels) => channels / Lanes;

    /// <summary>The symbol of the first .NET that has it; empty where all do.</summary>
    public virtual string Symbol => "";

    /// <summary>Loads a vector of <paramref name="type"/> from <paramref name="bytes"/> bytes behind a <c>ref byte</c>.</summary>
    public string Load(string type, string reference, string bytes) =>
        type == "byte" ? $"{V}.LoadUnsafe(ref {At(reference, bytes)})" : $"{V}.LoadUnsafe(ref {At(reference, bytes)}).As{Pascal(type)}()";

    /// <summary>Stores a vector at <paramref name="bytes"/> bytes behind a <c>ref byte</c>.</summary>
    public string Store(string vector, string reference, string bytes) => $"{V}.StoreUnsafe(({vector}).AsByte(), ref {At(reference, bytes)});";

    /// <summary>An address behind a <c>ref byte</c>.</summary>
    public static string At(string reference, string bytes) => bytes == "0" ? reference : $"Unsafe.Add(ref {reference}, {bytes})";

    /// <summary>4 bytes repeated over a vector of <paramref name="type"/>.</summary>
    public string Broadcast(string type, string reference, string bytes) =>
        type == "float"
            ? $"{V}.Create(Unsafe.ReadUnaligned<float>(ref {At(reference, bytes)}))"
            : $"{V}.Create(Unsafe.ReadUnaligned<int>(ref {At(reference, bytes)})).As{Pascal(type)}()";

    /// <summary>What is done once with a vector of weights (its name <paramref name="w"/>) before dot products; statements.</summary>
    public virtual IEnumerable<string> PrepareWeights(string w) => Widened(w, "Signed");

    /// <summary>What is done once with a vector of inputs before dot products; statements.</summary>
    public virtual IEnumerable<string> PrepareInput(string x) => Widened(x, "Unsigned");

    /// <summary>Whether <see cref="PrepareWeights"/> and <see cref="PrepareInput"/> do nothing.</summary>
    public virtual bool PlainOperands => ShortSumQuads > 0;

    /// <summary>
    /// Whether packing saturates, so that requantizing only has to bound results from above before it rounds: what lies
    /// below the integers becomes the least one, and so does what lies below the bytes.
    /// </summary>
    public virtual bool SaturatingPack => false;

    /// <summary>acc + dot products of 4 unsigned bytes of x and 4 signed bytes of w, per lane.</summary>
    public virtual string Dot(string acc, string x, string w) =>
        $"{acc} + ({MultiplyAddPairs($"{x}e", $"{w}e")} + {MultiplyAddPairs($"{x}o", $"{w}o")})";

    /// <summary>How many quads, groups of 4 inputs, one <see cref="Dot(string, IReadOnlyList{string}, IReadOnlyList{string})"/> takes.</summary>
    public int QuadsPerDot => ShortSumQuads > 0 ? ShortSumQuads : 1;

    /// <summary>How many quads are summed in 16 bits, see <see cref="ConvStep.ShortSumQuads"/>; 0 where bytes are widened, or multiplied by an instruction that sums in 32 bits.</summary>
    public int ShortSumQuads { get; init; }

    /// <summary>The same of <see cref="QuadsPerDot"/> vectors each, or fewer.</summary>
    public string Dot(string acc, IReadOnlyList<string> x, IReadOnlyList<string> w) =>
        ShortSumQuads > 0 ? $"{acc} + {WidenSums(string.Join(" + ", x.Zip(w, MultiplyAddBytes)))}" : Dot(acc, x.Single(), w.Single());

    /// <summary>Whether dot products of bytes are made of those of 16-bit pairs, <see cref="MultiplyAddPairs"/>.</summary>
    public virtual bool WidensInParts => false;

    /// <summary>acc - 128 times the sum of the weights, where <see cref="Dot(string, string, string)"/> lowers inputs by 128; <see langword="null"/> where not.</summary>
    public virtual string? LoweredSum(string acc, string w) => null;

    /// <summary>a0 * b0 + a1 * b1 of two 16-bit numbers in each lane of a and b.</summary>
    public virtual string MultiplyAddPairs(string a, string b) => throw new System.NotSupportedException();

    /// <summary>The same for all 16-bit numbers: those of <see cref="MultiplyAddPairs"/> may be bytes.</summary>
    public virtual string MultiplyAddShorts(string a, string b) => MultiplyAddPairs(a, b);

    /// <summary>a * b + acc.</summary>
    public abstract string FusedMultiplyAdd(string a, string b, string acc);

    /// <summary>a * b + acc, rounded once whatever the instruction set: for float parts of integer networks.</summary>
    public virtual string ExactFusedMultiplyAdd(string a, string b, string acc) => FusedMultiplyAdd(a, b, acc);

    /// <summary>x * 2^n, rounded once.</summary>
    /// <param name="x">A vector of floats.</param>
    /// <param name="n">The exponents, whole numbers as floats, between -254 and 254.</param>
    /// <param name="integers">The exponents as integers.</param>
    public virtual string Scale(string x, string n, string integers) => $"KernelMethods.Scale{Lanes * 32}({x}, {integers})";

    /// <summary>a &gt; b ? a : b, so that a NaN in b survives.</summary>
    public abstract string Max(string a, string b);

    /// <summary>a &lt; b ? a : b.</summary>
    public abstract string Min(string a, string b);

    /// <summary>The integer nearest to a float of small magnitude, half to even.</summary>
    public abstract string Round(string x);

    /// <summary>The 16 bytes of 16 lanes between 0 and 255.</summary>
    public abstract string Pack16(IReadOnlyList<string> vectors);

    /// <summary>
    /// The 8 bytes, as the low half of a vector of 16, of 8 lanes that <see cref="Requantization"/> rounded.
    /// </summary>
    public abstract string Pack8(IReadOnlyList<string> vectors);

    /// <summary>Lanes within the range of 16-bit integers as such, in one or several vectors of <c>Bits</c> bits.</summary>
    public abstract IEnumerable<(string Vector, int Bits)> Shorts16(IReadOnlyList<string> vectors);

    /// <summary>A vector of int lanes from 16-bit integers <paramref name="bytes"/> bytes behind a <c>ref byte</c>.</summary>
    public abstract string LoadShorts(string reference, string bytes);

    /// <summary>A vector of int lanes from signed bytes <paramref name="bytes"/> bytes behind a <c>ref byte</c>.</summary>
    public abstract string LoadSignedBytes(string reference, string bytes);

    /// <summary>A vector of floats from elements of type Float32, Float16 (but none that is subnormal) or Int8.</summary>
    public string LoadAsFloats(ElementType type, string reference, string bytes) => type switch
    {
        ElementType.Int8 => $"{V}.ConvertToSingle({LoadSignedBytes(reference, bytes)})",
        ElementType.Float16 => $"KernelMethods.WidenHalves{Literal.Int(Lanes * 32)}({LoadShorts(reference, bytes)})",
        _ => Load("float", reference, bytes),
    };

    /// <summary>Statements that store lanes within the range of 16-bit integers as such.</summary>
    /// <param name="vectors">The lanes, 16 or 8.</param>
    /// <param name="reference">The first one's address.</param>
    /// <param name="bytes">The distance from there.</param>
    /// <param name="valid">How many there are, if not all.</param>
    public IEnumerable<string> StoreShorts(IReadOnlyList<string> vectors, string reference, int bytes = 0, string? valid = null)
    {
        int lane = 0;
        foreach ((string vector, int bits) in Shorts16(vectors))
        {
            string at = At(reference, Literal.Int(bytes + (lane * 2)));
            yield return valid is null
                ? $"{vector}.AsByte().StoreUnsafe(ref {at});"
                : $"KernelMethods.StoreShorts{Literal.Int(bits)}({vector}, ref {at}, {valid}{(lane > 0 ? $" - {Literal.Int(lane)}" : "")});";
            lane += bits / 16;
        }
    }

    /// <summary>Part <paramref name="part"/> of 16 bytes, as int lanes.</summary>
    public abstract string Widen(string bytes, int part);

    /// <summary>Statements that name the int lanes of 16 bytes <c>{name}0</c>, <c>{name}1</c> and so on.</summary>
    public IEnumerable<string> WidenAll(string bytes, string name) =>
        Enumerable.Range(0, VectorsOf16).Select(v => $"{V}<int> {name}{v} = {Widen(bytes, v)};");

    /// <summary>
    /// x0 * w0 + x1 * w1 of two bytes in each 16-bit lane of x and w, where weights leave it no way to saturate. .NET has one name
    /// for it and for pairs of 16-bit numbers.
    /// </summary>
    public string MultiplyAddBytes(string x, string w) => MultiplyAddPairs(x, w);

    /// <summary>The sum of two 16-bit numbers in each lane; the vector <c>ones</c> is what its name says.</summary>
    public string WidenSums(string sums) => MultiplyAddPairs(sums, "ones");

    // Beside accumulators, 16 registers have to hold two quads of inputs and of weights, the factors 1, and a sum.
    private static Isa Avx2With(int shortSumQuads) => shortSumQuads == 0 ? Avx2 : Avx2 with { ShortSumQuads = shortSumQuads, Accumulators = 8 };

    // Bytes become pairs of 16-bit numbers, whose products VPMADDWD adds exactly; VPMADDUBSW would saturate.
    private IEnumerable<string> Widened(string bytes, string sign)
    {
        string bits = Literal.Int(Lanes * 32);
        return PlainOperands
            ? []
            :
            [
                $"{V}<short> {bytes}e = KernelMethods.Even{sign}{bits}({bytes});",
                $"{V}<short> {bytes}o = KernelMethods.Odd{sign}{bits}({bytes});",
            ];
    }

    protected static string Pascal(string type) => type switch
    {
        "sbyte" => "SByte",
        "byte" => "Byte",
        "short" => "Int16",
        "ushort" => "UInt16",
        "int" => "Int32",
        "uint" => "UInt32",
        "float" => "Single",
        _ => throw new System.ArgumentOutOfRangeException(nameof(type)),
    };
}
