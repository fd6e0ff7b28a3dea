using System.CommandLine;
using System.Globalization;
using ModelCodegen.Benchmarks;
using ModelCodegen.Benchmarks.Kernels;
using ModelCodegen.Benchmarks.Layers;
using ModelCodegen.Benchmarks.Networks;
using ModelCodegen.Benchmarks.Peers;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (!Optimized.IsTrue)
{
    Console.Error.WriteLine("Benchmarks do not run unoptimized; use -c Release.");
    return 1;
}

var models = new Option<string[]>("--models") { Description = "Only these models: " + string.Join(", ", BenchmarkModel.Names) + ".", AllowMultipleArgumentsPerToken = true };
var json = new Option<string?>("--json") { Description = "Also write the table to this file." };
var threads = new Option<int>("--threads") { Description = "Threads of both sides.", DefaultValueFactory = _ => 1 };
var peers = new Command("peers", "Whole networks against ONNX Runtime.") { models, threads, json };
peers.SetAction(result => PeerBenchmark.Run(result.GetValue(models) ?? [], result.GetValue(threads), result.GetValue(json)));
var model = new Argument<string>("model") { Description = "The network." };
var fp32 = new Option<bool>("--fp32") { Description = "The float network instead of the int8 one." };
var layers = new Command("layers", "Where one network spends its time.") { model, fp32 };
layers.SetAction(result => LayerBenchmark.Run(result.GetValue(model)!, result.GetValue(fp32)));
var kernelsFp32 = new Option<bool>("--fp32") { Description = "Convolutions of floats instead of bytes." };
var filter = new Option<string>("--filter") { Description = "Only convolutions whose name contains this.", DefaultValueFactory = _ => "" };
var kernels = new Command("kernels", "Single convolutions against the processor's peak.") { kernelsFp32, filter };
kernels.SetAction(result => KernelBenchmark.Run(result.GetValue(kernelsFp32), result.GetValue(filter)!));
return await new RootCommand("ModelCodegen's benchmarks.") { peers, layers, kernels }.Parse(args).InvokeAsync();
