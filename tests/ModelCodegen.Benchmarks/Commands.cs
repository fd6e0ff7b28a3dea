using System.CommandLine;
using ModelCodegen.Benchmarks.Accuracy;
using ModelCodegen.Benchmarks.Kernels;
using ModelCodegen.Benchmarks.Layers;
using ModelCodegen.Benchmarks.Networks;
using ModelCodegen.Benchmarks.Peers;
using ModelCodegen.Benchmarks.Startup;

namespace ModelCodegen.Benchmarks;

/// <summary>The program's commands.</summary>
internal static class Commands
{
    private const int LeastStartupRounds = 11;

    private static readonly Option<string[]> Models = Named(new Option<string[]>("--models") { AllowMultipleArgumentsPerToken = true });
    private static readonly Option<int> Rounds = new("--rounds") { Description = "How often each program is started for its first result.", DefaultValueFactory = _ => LeastStartupRounds };
    private static readonly Option<bool> Fp32 = new("--fp32") { Description = "Floats instead of int8." };
    private static readonly Option<string> Results = new("--results") { Description = "The folder of charts, in which every processor has its own.", DefaultValueFactory = _ => ResultsFolder.Default };

    /// <summary>All of them.</summary>
    public static RootCommand Root() => new("ModelCodegen's benchmarks.") { Peers(), Layers(), Startup(), Kernels(), Accuracy() };

    private static Command Peers()
    {
        var threads = new Option<int>("--threads") { Description = "Threads of both sides.", DefaultValueFactory = _ => 1 };
        var json = new Option<string?>("--json") { Description = "Also write the table to this file." };
        var command = new Command("peers", "Whole networks against ONNX Runtime.") { Models, threads, json, Results, Rounds };
        command.SetAction(result => new PeerBenchmark(result.GetValue(threads), result.GetValue(Rounds))
            .Run(Chosen(result, BenchmarkModel.Names), result.GetValue(json), new ResultsFolder(result.GetValue(Results)!)));
        return command;
    }

    private static Command Layers()
    {
        var model = new Argument<string>("model") { Description = "The network." };
        model.AcceptOnlyFromAmong([.. BenchmarkModel.AllNames]);
        var command = new Command("layers", "Where one network spends its time.") { model, Fp32, Results };
        command.SetAction(result => LayerBenchmark.Run(result.GetValue(model)!, result.GetValue(Fp32), new ResultsFolder(result.GetValue(Results)!)));
        return command;
    }

    private static Command Startup()
    {
        var readyToRun = new Option<bool>("--r2r") { Description = "Also as programs that are published as ReadyToRun images for this instruction set." };
        var command = new Command("startup", "From the start of a process to a network's first result, against ONNX Runtime.") { Models, readyToRun, Rounds };
        command.SetAction(result => StartupBenchmark.Run(Chosen(result, StartupBenchmark.Names), result.GetValue(Rounds), result.GetValue(readyToRun)));
        return command;
    }

    private static Command Kernels()
    {
        var filter = new Option<string>("--filter") { Description = "Only convolutions whose name contains this.", DefaultValueFactory = _ => "" };
        var benchmarkDotNet = new Option<bool>("--benchmarkdotnet") { Description = "By BenchmarkDotNet, which takes longer and tells more." };
        var command = new Command("kernels", "Single convolutions against the processor's peak.") { Fp32, filter, benchmarkDotNet };
        command.SetAction(result => KernelBenchmark.Run(result.GetValue(Fp32), result.GetValue(filter)!, result.GetValue(benchmarkDotNet)));
        return command;
    }

    private static Command Accuracy()
    {
        var networks = new Option<string[]>("--networks") { Description = "Only these networks.", AllowMultipleArgumentsPerToken = true };
        var methods = new Option<string[]>("--methods") { Description = "Only these methods: " + string.Join("; ", AccuracyMethod.Names) + ".", AllowMultipleArgumentsPerToken = true };
        methods.AcceptOnlyFromAmong([.. AccuracyMethod.Names]);
        var models = new Option<string>("--models") { Description = "The folder of trained networks.", DefaultValueFactory = _ => AccuracyBenchmark.UsualModels };
        var data = new Option<string>("--data") { Description = "The folder of Fashion-MNIST's files.", DefaultValueFactory = _ => FashionMnist.UsualFolder };
        var json = new Option<string?>("--json") { Description = "Also write the table to this file." };
        var front = new Option<bool>("--front") { Description = "Instead, time against accuracy of mixed precisions, drawn per network." };
        var command = new Command("accuracy", "What compression costs in accuracy, against ONNX Runtime's quantization.") { networks, methods, models, data, json, front, Results };
        command.SetAction(result => result.GetValue(front)
            ? new FrontBenchmark(result.GetValue(models)!, result.GetValue(data)!).Run(result.GetValue(networks) ?? [], new ResultsFolder(result.GetValue(Results)!))
            : new AccuracyBenchmark(result.GetValue(models)!, result.GetValue(data)!).Run(
            result.GetValue(networks) ?? [],
            result.GetValue(methods) is { Length: > 0 } chosen ? [.. AccuracyMethod.All.Where(method => chosen.Contains(method.Name))] : AccuracyMethod.All,
            result.GetValue(json)));
        return command;
    }

    private static IReadOnlyList<string> Chosen(ParseResult result, IReadOnlyList<string> usual) => result.GetValue(Models) is { Length: > 0 } chosen ? chosen : usual;

    private static Option<string[]> Named(Option<string[]> option)
    {
        option.Description = "Only these networks: " + string.Join(", ", BenchmarkModel.AllNames) + ".";
        option.AcceptOnlyFromAmong([.. BenchmarkModel.AllNames]);
        return option;
    }
}
