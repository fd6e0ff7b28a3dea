using ModelCodegen.Compiler.Compress.Calibration;
using ModelCodegen.Compiler.Compress.Quantization;

namespace ModelCodegen.Compiler.Tests.Compress;

public sealed class ActivationParametersTests
{
    [Theory]
    [InlineData(0, 255, 1, 0)]
    [InlineData(-128, 127, 1, 128)]
    [InlineData(2, 5.1, 0.02, 0)]
    [InlineData(-5.1, -2, 0.02, 255)]
    [InlineData(0, 0, 1, 0)]
    [InlineData(0, 1e-42, 1, 0)]
    public void The_range_is_widened_to_zero_and_spread_over_all_codes(double min, double max, double scale, int zeroPoint)
    {
        Ir.Quantization quantization = ActivationParameters.FromRange(new ValueRange((float)min, (float)max));
        Assert.Equal(scale, quantization.Scale, 5);
        Assert.Equal(zeroPoint, quantization.ZeroPoint);
        Assert.Equal(0f, quantization.Dequantize(quantization.Quantize(0)));
    }

    [Fact]
    public void Every_value_of_the_range_is_within_half_a_step_of_its_code()
    {
        var random = new Random(1);
        for (int i = 0; i < 1000; i++)
        {
            float min = -random.NextSingle() * 10;
            float max = random.NextSingle() * 10;
            Ir.Quantization quantization = ActivationParameters.FromRange(new ValueRange(min, max));
            float value = min + (random.NextSingle() * (max - min));

            // The zero point is rounded, which may cost the ends another half step.
            Assert.InRange(Math.Abs(quantization.Dequantize(quantization.Quantize(value)) - value), 0, quantization.Scale * 1.001f);
        }
    }
}
