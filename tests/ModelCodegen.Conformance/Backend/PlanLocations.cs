using ModelCodegen.Plan;

namespace ModelCodegen.Conformance.Backend;

/// <summary>The places that a step touches.</summary>
internal static class PlanLocations
{
    /// <summary>All of a step's locations, its arguments' included.</summary>
    public static IEnumerable<Location> Of(Step step) => step is CallStep call
        ? call.Arguments.SelectMany(Of)
        : step.GetType().GetProperties()
            .Where(property => property.PropertyType == typeof(Location) || property.PropertyType == typeof(Location?))
            .Select(property => property.GetValue(step))
            .OfType<Location>();

    private static IEnumerable<Location> Of(Argument argument) => argument switch
    {
        ElementArgument element => [element.Location],
        SpanArgument span => [span.Location],
        _ => [],
    };
}
