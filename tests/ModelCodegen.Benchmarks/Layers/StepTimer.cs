using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ModelCodegen.Benchmarks.Layers;

/// <summary>Puts a reading of the clock before every step of generated code.</summary>
internal sealed class StepTimer : CSharpSyntaxRewriter
{
    private const string Source = """
        namespace ModelCodegen.Benchmarks
        {
            /// <summary>The ticks spent in each step.</summary>
            public static class StepClock
            {
                private static int current;
                private static long since;

                /// <summary>Summed up per step.</summary>
                public static readonly long[] Ticks = new long[100_000];

                /// <summary>A step begins, and the one before ends; -1: none begins.</summary>
                public static void Mark(int step)
                {
                    long now = System.Diagnostics.Stopwatch.GetTimestamp();
                    if (current >= 0)
                    {
                        Ticks[current] += now - since;
                    }

                    current = step;
                    since = System.Diagnostics.Stopwatch.GetTimestamp();
                }
            }
        }
        """;

    /// <summary>The comments above the plan's steps, in order: node and what is computed.</summary>
    public List<string> Steps { get; } = [];

    /// <summary>The ticks spent in each step, of an instrumented assembly.</summary>
    public static long[] TicksOf(Assembly assembly) =>
        (long[])assembly.GetType("ModelCodegen.Benchmarks.StepClock", throwOnError: true)!.GetField("Ticks")!.GetValue(null)!;

    /// <summary>Instruments all trees of a compilation.</summary>
    public CSharpCompilation Instrument(CSharpCompilation compilation)
    {
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            compilation = compilation.ReplaceSyntaxTree(tree, tree.WithRootAndOptions(Visit(tree.GetRoot()), tree.Options));
        }

        return compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText(Source, (CSharpParseOptions)compilation.SyntaxTrees[0].Options));
    }

    /// <inheritdoc/>
    public override SyntaxNode? VisitMethodDeclaration(MethodDeclarationSyntax node)
    {
        if (!node.Identifier.Text.StartsWith("Layers", StringComparison.Ordinal) || node.Body is null)
        {
            return node;
        }

        var statements = new List<StatementSyntax>();
        foreach (StatementSyntax statement in node.Body.Statements)
        {
            string? comment = statement.GetLeadingTrivia().Where(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia)).Select(trivia => trivia.ToString()).FirstOrDefault();
            if (comment is not null)
            {
                statements.Add(Mark(Steps.Count));
                Steps.Add(comment[3..]);
            }

            statements.Add(statement);
        }

        statements.Add(Mark(-1));
        return node.WithBody(node.Body.WithStatements([.. statements]));
    }

    private static StatementSyntax Mark(int step) => SyntaxFactory.ParseStatement($"global::ModelCodegen.Benchmarks.StepClock.Mark({step});\n");
}
