namespace ModelCodegen.Plan.Tests;

public sealed class LocationTests
{
    public static TheoryData<string> Texts => ["arena+0", "weights+123456", "input0+0", "output12+4"];

    [Theory]
    [MemberData(nameof(Texts))]
    public void Texts_round_trip(string text) => Assert.Equal(text, Location.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("arena")]
    [InlineData("arena+")]
    [InlineData("arena+-4")]
    [InlineData("heap+0")]
    [InlineData("inputx+0")]
    public void Nonsense_is_refused(string text) => Assert.Throws<FormatException>(() => Location.Parse(text));
}
