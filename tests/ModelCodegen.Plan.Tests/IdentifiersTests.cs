namespace ModelCodegen.Plan.Tests;

public sealed class IdentifiersTests
{
    [Theory]
    [InlineData("mobilenet_v2-7", "MobilenetV27")]
    [InlineData("input.1", "Input1")]
    [InlineData("123", "_123")]
    [InlineData("pixels", "Pixels")]
    [InlineData("résumé/ü:0", "RésuméÜ0")]
    [InlineData("a\"b{c}", "ABC")]
    [InlineData("---", "_")]
    [InlineData("", "_")]
    public void Types_capitalise_each_part(string name, string expected) => Assert.Equal(expected, Identifiers.Pascal(name));

    [Theory]
    [InlineData("input.1", "input1")]
    [InlineData("Pixels", "pixels")]
    [InlineData("123", "_123")]
    public void Parameters_begin_in_lower_case(string name, string expected) => Assert.Equal(expected, Identifiers.Camel(name));

    [Theory]
    [InlineData("class", "@class")]
    [InlineData("record", "record")]
    public void Keywords_are_escaped(string name, string expected) => Assert.Equal(expected, Identifiers.Escape(name));

    [Theory]
    [InlineData("My.App", "My.App")]
    [InlineData("my-app", "my_app")]
    [InlineData("1st.app", "_1st.app")]
    [InlineData("a.namespace", "a.@namespace")]
    [InlineData("a.@namespace.@b", "a.@namespace.b")]
    [InlineData("", "")]
    public void Namespaces_replace_what_is_illegal(string name, string expected) => Assert.Equal(expected, Identifiers.Namespace(name));
}
