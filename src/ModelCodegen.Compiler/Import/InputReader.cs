using System.Collections.Immutable;
using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Import.Protobuf;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Plan;
using Dimension = ModelCodegen.Compiler.Import.Protobuf.TensorShapeProto.Types.Dimension;

namespace ModelCodegen.Compiler.Import;

/// <summary>Types and shapes of the inputs, with what the user pins.</summary>
internal sealed class InputReader(InputShapes shapes, ICollection<Diagnostic> diagnostics, List<Diagnostic> errors)
{
    /// <summary>What is known of every input.</summary>
    public ImmutableSortedDictionary<string, ValueInfo> Read(IReadOnlyList<ValueInfoProto> inputs)
    {
        var values = ImmutableSortedDictionary.CreateBuilder<string, ValueInfo>(StringComparer.Ordinal);
        foreach (ValueInfoProto input in inputs)
        {
            if (input.Name.Length == 0 || values.ContainsKey(input.Name))
            {
                Error(DiagnosticCode.GraphInvalid, $"The input '{input.Name}' has no name, or one that another has.");
                continue;
            }

            ElementType? type = input.Type?.ValueCase == TypeProto.ValueOneofCase.TensorType ? ElementTypes.Stored(input.Type.TensorType.ElemType) : null;
            if (type is null)
            {
                string kind = input.Type?.ValueCase == TypeProto.ValueOneofCase.TensorType ? input.Type.TensorType.ElemType.ToString() : $"{input.Type?.ValueCase}";
                Error(DiagnosticCode.TypeUnsupported, $"The input '{input.Name}' is of type {kind}, which is not supported.");
            }

            if (Shape(input) is { } shape)
            {
                values.Add(input.Name, new ValueInfo(type ?? ElementType.Float32, shape));
            }
        }

        CheckPins(inputs);
        return values.ToImmutable();
    }

    private ImmutableArray<int>? Shape(ValueInfoProto input)
    {
        TensorShapeProto? declared = input.Type?.TensorType?.Shape;
        bool pinned = shapes.Inputs.TryGetValue(input.Name, out ImmutableArray<int> pin);
        if (declared is null)
        {
            if (!pinned)
            {
                Error(DiagnosticCode.ShapeUnknown, $"The model does not say which shape the input '{input.Name}' has; set InputShapes=\"{input.Name}:1x3x224x224\" or alike.");
            }

            return pinned ? pin : null;
        }

        if (pinned && pin.Length != declared.Dim.Count)
        {
            Error(DiagnosticCode.OptionInvalid, $"InputShapes gives the input '{input.Name}' {pin.Length} dimensions, the model has {declared.Dim.Count}.");
            return null;
        }

        var shape = new int[declared.Dim.Count];
        bool known = true;
        for (int i = 0; i < shape.Length; i++)
        {
            int? extent = Extent(input.Name, i, declared.Dim[i], pinned ? pin[i] : null);
            known &= extent is not null;
            shape[i] = extent ?? 1;
        }

        return known ? [.. shape] : null;
    }

    private int? Extent(string input, int index, Dimension dimension, int? pin)
    {
        if (dimension.ValueCase == Dimension.ValueOneofCase.DimValue && dimension.DimValue > 0)
        {
            if (dimension.DimValue > int.MaxValue)
            {
                Error(DiagnosticCode.TooLarge, $"Dimension {index} of the input '{input}' is {dimension.DimValue}.");
                return null;
            }

            if (pin is not null && pin != dimension.DimValue)
            {
                Error(DiagnosticCode.OptionInvalid, $"InputShapes gives dimension {index} of the input '{input}' the extent {pin}, the model has {dimension.DimValue}.");
                return null;
            }

            return (int)dimension.DimValue;
        }

        if (pin is not null)
        {
            return pin;
        }

        string name = dimension.ValueCase == Dimension.ValueOneofCase.DimParam ? dimension.DimParam : "";
        if (shapes.Dimensions.TryGetValue(name, out int extent))
        {
            return extent;
        }

        string label = name.Length > 0 ? $"{index} ('{name}')" : $"{index}";
        if (index == 0)
        {
            diagnostics.Add(new Diagnostic(
                DiagnosticCode.BatchAssumed,
                Severity.Warning,
                $"Dimension {label} of the input '{input}' is taken to be 1; InputShapes can pin it."));
            return 1;
        }

        string hint = name.Length > 0 ? $" or \"{name}=4\"" : "";
        Error(DiagnosticCode.ShapeUnknown, $"Dimension {label} of the input '{input}' is not known at build time; set InputShapes, for example \"{input}:1x3x224x224\"{hint}.");
        return null;
    }

    /// <summary>A pin that matches nothing is a slip of the pen.</summary>
    private void CheckPins(IReadOnlyList<ValueInfoProto> inputs)
    {
        var names = inputs.Select(input => input.Name).ToHashSet(StringComparer.Ordinal);
        var dimensions = inputs.SelectMany(input => input.Type?.TensorType?.Shape?.Dim ?? []).Select(dimension => dimension.DimParam).ToHashSet(StringComparer.Ordinal);
        foreach (string name in shapes.Inputs.Keys.Where(name => !names.Contains(name)))
        {
            Error(DiagnosticCode.OptionInvalid, $"InputShapes names an input '{name}', which the model does not have; it has {string.Join(", ", names.Order(StringComparer.Ordinal))}.");
        }

        foreach (string name in shapes.Dimensions.Keys.Where(name => !dimensions.Contains(name)))
        {
            Error(DiagnosticCode.OptionInvalid, $"InputShapes names a dimension '{name}', which no input has.");
        }
    }

    private void Error(string code, string message) => errors.Add(new Diagnostic(code, Severity.Error, message));
}
