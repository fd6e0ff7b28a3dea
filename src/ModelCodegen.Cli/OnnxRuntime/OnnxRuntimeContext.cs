using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace ModelCodegen.Cli.OnnxRuntime;

/// <summary>Assemblies and native libraries of a folder, as an application's build or publish leaves them.</summary>
internal sealed class OnnxRuntimeContext : AssemblyLoadContext
{
    private readonly string folder;

    /// <summary>Prepares it.</summary>
    /// <param name="folder">The folder.</param>
    public OnnxRuntimeContext(string folder)
        : base(nameof(OnnxRuntime))
    {
        this.folder = folder;

        // Not in Load: a self-contained application's folder holds another .NET, and this process has its own.
        Resolving += LoadFromFolder;
    }

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        string[] files = [unmanagedDllName, $"lib{unmanagedDllName}.so", $"lib{unmanagedDllName}.dylib", $"{unmanagedDllName}.dll"];
        string[] folders = [folder, Path.Combine(folder, "runtimes", RuntimeInformation.RuntimeIdentifier, "native")];
        foreach (string path in folders.SelectMany(_ => files, Path.Combine).Where(File.Exists))
        {
            if (NativeLibrary.TryLoad(path, out nint library))
            {
                return library;
            }
        }

        return 0;
    }

    private Assembly? LoadFromFolder(AssemblyLoadContext context, AssemblyName name)
    {
        string path = Path.Combine(folder, name.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
