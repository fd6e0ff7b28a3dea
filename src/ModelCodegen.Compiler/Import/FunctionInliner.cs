using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Import.Protobuf;

namespace ModelCodegen.Compiler.Import;

/// <summary>Replaces calls of the model's own functions by their bodies.</summary>
internal static class FunctionInliner
{
    private const int MaximumDepth = 32;
    private const int MaximumNodes = 1_000_000;

    /// <summary>Changes <paramref name="model"/>'s graph; its function list is empty afterwards.</summary>
    public static void Inline(ModelProto model)
    {
        if (model.Functions.Count == 0)
        {
            return;
        }

        var functions = new Dictionary<(string Domain, string Name, string Overload), FunctionProto>();
        int opset = ModelReader.CheckOpset(model.OpsetImport, "The model");
        foreach (FunctionProto function in model.Functions)
        {
            if (!functions.TryAdd((function.Domain, function.Name, function.Overload), function))
            {
                throw new CompilationException(DiagnosticCode.GraphInvalid, $"The function '{function.Domain}.{function.Name}' is defined twice.");
            }

            bool standard = function.OpsetImport.Any(import => import.Domain is "" or "ai.onnx");
            if (standard && ModelReader.CheckOpset(function.OpsetImport, $"The function '{function.Name}'") != opset)
            {
                throw new CompilationException(
                    DiagnosticCode.OpsetUnsupported,
                    $"The function '{function.Name}' uses another ONNX operator set than the model ({opset}).");
            }
        }

        var nodes = new List<NodeProto>();
        int calls = 0;
        foreach (NodeProto node in model.Graph.Node)
        {
            Append(node, 0);
        }

        model.Graph.Node.Clear();
        model.Graph.Node.AddRange(nodes);
        model.Functions.Clear();

        void Append(NodeProto node, int depth)
        {
            if (!functions.TryGetValue((node.Domain, node.OpType, node.Overload), out FunctionProto? function))
            {
                nodes.Add(node);
                return;
            }

            if (depth >= MaximumDepth || nodes.Count > MaximumNodes)
            {
                throw new CompilationException(DiagnosticCode.GraphInvalid, $"The function '{function.Name}' calls itself, or calls nest too deeply.", node.Name);
            }

            string prefix = $"{(node.Name.Length > 0 ? node.Name : node.OpType)}/{++calls}/";
            Dictionary<string, string> names = Names(node, function);
            foreach (NodeProto inner in function.Node)
            {
                Append(Instantiate(inner, prefix, names, node, function), depth + 1);
            }
        }
    }

    /// <summary>The caller's name of each parameter and result; what a call leaves out is the empty string.</summary>
    private static Dictionary<string, string> Names(NodeProto call, FunctionProto function)
    {
        if (call.Input.Count > function.Input.Count || call.Output.Count > function.Output.Count)
        {
            throw new CompilationException(DiagnosticCode.NodeInvalid, $"The call passes more than the function '{function.Name}' takes or returns.", call.Name);
        }

        var names = new Dictionary<string, string>(StringComparer.Ordinal) { [""] = "" };
        for (int i = 0; i < function.Input.Count; i++)
        {
            names[function.Input[i]] = i < call.Input.Count ? call.Input[i] : "";
        }

        for (int i = 0; i < call.Output.Count; i++)
        {
            if (call.Output[i].Length > 0 && !names.TryAdd(function.Output[i], call.Output[i]))
            {
                throw new CompilationException(DiagnosticCode.OperatorUnsupported, $"The function '{function.Name}' returns a parameter or one result twice.", call.Name);
            }
        }

        return names;
    }

    // Names inside of networks inside of nodes are the function's as well.
    private static void RenameInside(NodeProto node, Func<string, string> rename)
    {
        foreach (GraphProto graph in SubgraphScoping.Subgraphs(node))
        {
            foreach (ValueInfoProto value in graph.Input.Concat(graph.Output))
            {
                value.Name = rename(value.Name);
            }

            foreach (TensorProto initializer in graph.Initializer)
            {
                initializer.Name = rename(initializer.Name);
            }

            foreach (NodeProto inner in graph.Node)
            {
                for (int i = 0; i < inner.Input.Count; i++)
                {
                    inner.Input[i] = rename(inner.Input[i]);
                }

                for (int i = 0; i < inner.Output.Count; i++)
                {
                    inner.Output[i] = rename(inner.Output[i]);
                }

                RenameInside(inner, rename);
            }
        }
    }

    private static NodeProto Instantiate(NodeProto inner, string prefix, Dictionary<string, string> names, NodeProto call, FunctionProto function)
    {
        NodeProto copy = inner.Clone();
        copy.Name = prefix + (inner.Name.Length > 0 ? inner.Name : inner.OpType);
        for (int i = 0; i < copy.Input.Count; i++)
        {
            copy.Input[i] = Rename(copy.Input[i]);
        }

        for (int i = 0; i < copy.Output.Count; i++)
        {
            copy.Output[i] = Rename(copy.Output[i]);
        }

        for (int i = copy.Attribute.Count - 1; i >= 0; i--)
        {
            AttributeProto attribute = copy.Attribute[i];
            if (attribute.RefAttrName.Length == 0)
            {
                continue;
            }

            AttributeProto? value = call.Attribute.FirstOrDefault(a => a.Name == attribute.RefAttrName)
                ?? function.AttributeProto.FirstOrDefault(a => a.Name == attribute.RefAttrName);
            if (value is null)
            {
                copy.Attribute.RemoveAt(i);
                continue;
            }

            copy.Attribute[i] = value.Clone();
            copy.Attribute[i].Name = attribute.Name;
        }

        RenameInside(copy, Rename);
        return copy;

        string Rename(string name) => names.TryGetValue(name, out string? renamed) ? renamed : prefix + name;
    }
}
