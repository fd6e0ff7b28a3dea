using ModelCodegen.Generator.Tests.Cases;

namespace ModelCodegen.Generator.Tests;

/// <summary>What tests start in child processes.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["cases", var seed, var image]: return Print(AllCases.Make(int.Parse(seed, System.Globalization.CultureInfo.InvariantCulture)), image);
            case ["large", var image]: return Print(JitTests.Large, image);
            case ["products", var image]: return Print(AllCases.Products(), image);
            case ["beyond", var image]: return Print(AllCases.BeyondShortSums(), image);
            default:
                Console.Error.WriteLine("The tests start this with arguments of their own.");
                return 1;
        }
    }

    private static int Print(IReadOnlyList<KernelCase> cases, string image)
    {
        foreach (string line in CaseCheck.Run(cases, File.ReadAllBytes(image)))
        {
            Console.WriteLine(line);
        }

        return 0;
    }
}
