using System.Globalization;
using ModelCodegen.Benchmarks;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (!Optimized.IsTrue)
{
    Console.Error.WriteLine("Benchmarks do not run unoptimized; use -c Release.");
    return 1;
}

return await Commands.Root().Parse(args).InvokeAsync();
