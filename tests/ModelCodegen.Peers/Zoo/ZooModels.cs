using System.Diagnostics;

namespace ModelCodegen.Peers.Zoo;

/// <summary>The zoo's files, exported by <c>build/zoo/export.py</c> where they are missing.</summary>
public static class ZooModels
{
    /// <summary>All networks.</summary>
    public static readonly IReadOnlyList<string> Names =
    [
        "alexnet", "vgg11", "resnet18", "resnet50", "squeezenet1_1", "mobilenet_v2", "mobilenet_v3_small", "mobilenet_v3_large",
        "shufflenet_v2_x1_0", "efficientnet_b0", "densenet121", "googlenet", "vit_small", "lstm_tagger", "gru_tagger", "bert_small",
        "unet", "detector", "mlp",
    ];

    /// <summary>The folder that holds the files; <c>MODELCODEGEN_ZOO</c> names another one.</summary>
    public static string Folder => Environment.GetEnvironmentVariable("MODELCODEGEN_ZOO") ?? Path.Combine(Root(), "build", "zoo", "models");

    /// <summary>The file of a network.</summary>
    /// <exception cref="InvalidOperationException">It is missing and cannot be exported.</exception>
    public static string Find(string name)
    {
        string path = Path.Combine(Folder, name + ".onnx");
        if (!File.Exists(path))
        {
            Export(name);
        }

        return path;
    }

    private static void Export(string name)
    {
        var start = new ProcessStartInfo("/usr/bin/python3") { RedirectStandardError = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(Root(), "build", "zoo", "export.py"));
        start.ArgumentList.Add(Folder);
        start.ArgumentList.Add(name);
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        _ = output.Result;
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"{name} could not be exported; that takes Debian's packages python3-torch, python3-torchvision and python3-onnx. {error.Trim().Split('\n')[^1]}");
        }
    }

    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ModelCodegen.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The repository's folder is not above the program's.");
    }
}
