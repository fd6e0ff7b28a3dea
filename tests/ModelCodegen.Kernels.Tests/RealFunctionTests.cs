namespace ModelCodegen.Kernels.Tests;

/// <summary>The real functions are as close to .NET's as a float can tell, everywhere.</summary>
public sealed class RealFunctionTests
{
    private const double FloatPrecision = 6e-8;

    public static TheoryData<string, double, double> Functions => new()
    {
        { nameof(KernelMethods.ExpReal), -80, 80 },
        { nameof(KernelMethods.LogReal), 1e-30, 1e30 },
        { nameof(KernelMethods.LogReal), 0.5, 2 },
        { nameof(KernelMethods.Log1pReal), -0.999, 10 },
        { nameof(KernelMethods.SinReal), -1000, 1000 },
        { nameof(KernelMethods.CosReal), -1000, 1000 },
        { nameof(KernelMethods.TanReal), -10, 10 },
        { nameof(KernelMethods.AsinReal), -1, 1 },
        { nameof(KernelMethods.AcosReal), -1, 1 },
        { nameof(KernelMethods.AtanReal), -50, 50 },
        { nameof(KernelMethods.SinhReal), -30, 30 },
        { nameof(KernelMethods.CoshReal), -30, 30 },
        { nameof(KernelMethods.TanhReal), -12, 12 },
        { nameof(KernelMethods.AsinhReal), -100, 100 },
        { nameof(KernelMethods.AcoshReal), 1, 100 },
        { nameof(KernelMethods.AtanhReal), -0.999, 0.999 },
    };

    [Theory]
    [MemberData(nameof(Functions))]
    public void Functions_agree_with_those_of_the_library(string function, double from, double to)
    {
        (Func<double, double> ours, Func<double, double> library) = function switch
        {
            nameof(KernelMethods.ExpReal) => (KernelMethods.ExpReal, Math.Exp),
            nameof(KernelMethods.LogReal) => (KernelMethods.LogReal, Math.Log),
            nameof(KernelMethods.Log1pReal) => (KernelMethods.Log1pReal, x => Math.Log(1 + x)),
            nameof(KernelMethods.SinReal) => (KernelMethods.SinReal, Math.Sin),
            nameof(KernelMethods.CosReal) => (KernelMethods.CosReal, Math.Cos),
            nameof(KernelMethods.TanReal) => (KernelMethods.TanReal, Math.Tan),
            nameof(KernelMethods.AsinReal) => (KernelMethods.AsinReal, Math.Asin),
            nameof(KernelMethods.AcosReal) => (KernelMethods.AcosReal, Math.Acos),
            nameof(KernelMethods.AtanReal) => (KernelMethods.AtanReal, Math.Atan),
            nameof(KernelMethods.SinhReal) => (KernelMethods.SinhReal, Math.Sinh),
            nameof(KernelMethods.CoshReal) => (KernelMethods.CoshReal, Math.Cosh),
            nameof(KernelMethods.TanhReal) => (KernelMethods.TanhReal, Math.Tanh),
            nameof(KernelMethods.AsinhReal) => (KernelMethods.AsinhReal, Math.Asinh),
            nameof(KernelMethods.AcoshReal) => (KernelMethods.AcoshReal, Math.Acosh),
            _ => ((Func<double, double>)KernelMethods.AtanhReal, (Func<double, double>)Math.Atanh),
        };
        const int Steps = 20_011;
        for (int i = 0; i <= Steps; i++)
        {
            double x = from + ((to - from) * i / Steps);
            double expected = library(x);
            Assert.InRange(ours(x), expected - (FloatPrecision * Math.Abs(expected)) - 1e-12, expected + (FloatPrecision * Math.Abs(expected)) + 1e-12);
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.1, 0.1124629160182849)]
    [InlineData(-0.5, -0.5204998778130465)]
    [InlineData(1, 0.8427007929497149)]
    [InlineData(2.4, 0.9993114861033549)]
    [InlineData(2.6, 0.9997639655834707)]
    [InlineData(-4, -0.9999999845827421)]
    [InlineData(7, 1)]
    public void The_error_function_has_its_known_values(double x, double expected) =>
        Assert.InRange(KernelMethods.ErfReal(x), expected - 1e-13, expected + 1e-13);

    [Fact]
    public void Powers_agree_with_those_of_the_library()
    {
        double[] numbers = [-3, -2.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 10, 1e10, double.PositiveInfinity, double.NegativeInfinity, double.NaN];
        double[] exponents = [-100, -3, -2.5, -1, -0.5, 0, 0.5, 1, 2, 2.5, 3, 65, 100.25, double.PositiveInfinity, double.NegativeInfinity, double.NaN];
        foreach (double x in numbers)
        {
            foreach (double y in exponents)
            {
                double expected = Math.Pow(x, y);
                double actual = KernelMethods.PowReal(x, y);
                Assert.True(
                    actual.Equals(expected) || actual == expected || Math.Abs(actual - expected) <= 1e-12 * Math.Abs(expected),
                    $"{x}^{y} is {expected}, not {actual}");
            }
        }
    }

    [Fact]
    public void Ends_are_what_they_have_to_be()
    {
        Assert.Equal((0f, float.PositiveInfinity, 1f), ((float)KernelMethods.ExpReal(double.NegativeInfinity), (float)KernelMethods.ExpReal(double.PositiveInfinity), (float)KernelMethods.ExpReal(0)));
        Assert.Equal((0f, 1f), ((float)KernelMethods.SigmoidReal(double.NegativeInfinity), (float)KernelMethods.SigmoidReal(double.PositiveInfinity)));
        Assert.True(double.IsNaN(KernelMethods.ExpReal(double.NaN)) && double.IsNaN(KernelMethods.LogReal(-1)));
        Assert.Equal((double.NegativeInfinity, double.PositiveInfinity), (KernelMethods.LogReal(0), KernelMethods.LogReal(double.PositiveInfinity)));
    }
}
