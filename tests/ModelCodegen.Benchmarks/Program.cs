using System.CommandLine;
using System.Globalization;
using ModelCodegen.Benchmarks;
using ModelCodegen.Benchmarks.Kernels;
using ModelCodegen.Benchmarks.Peers;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (!Optimized.IsTrue)
{
    Console.Error.WriteLine("Benchmarks do not run unoptimized; use -c Release.");
    return 1;
}

var models = new Option<string[]>("--models") { Description = "Only these models: lenet, mobilenet.", AllowMultipleArgumentsPerToken = true };
var json = new Option<string?>("--json") { Description = "Also write the table to this file." };
var peers = new Command("peers", "Whole networks against ONNX Runtime, one thread.") { models, json };
peers.SetAction(result => PeerBenchmark.Run(result.GetValue(models) ?? [], result.GetValue(json)));
var kernels = new Command("kernels", "Single convolutions against the processor's peak.");
kernels.SetAction(_ => KernelBenchmark.Run());
return await new RootCommand("ModelCodegen's benchmarks.") { peers, kernels }.Parse(args).InvokeAsync();
