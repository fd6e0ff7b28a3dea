using ModelCodegen.Generator.Tests.Cases;

namespace ModelCodegen.Generator.Tests;

/// <summary>What tests start in child processes.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["cases", var seed, var image]:
                foreach (string line in CaseCheck.Run(AllCases.Make(int.Parse(seed, System.Globalization.CultureInfo.InvariantCulture)), File.ReadAllBytes(image)))
                {
                    Console.WriteLine(line);
                }

                return 0;
            case ["large", var image]:
                foreach (string line in CaseCheck.Run(JitTests.Large, File.ReadAllBytes(image)))
                {
                    Console.WriteLine(line);
                }

                return 0;
            default:
                Console.Error.WriteLine("The tests start this with arguments of their own.");
                return 1;
        }
    }
}
