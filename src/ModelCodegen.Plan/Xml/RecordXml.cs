using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Xml.Linq;

namespace ModelCodegen.Plan;

/// <summary>Writes a positional record as an element, its constructor's parameters as attributes in their order.</summary>
internal static class RecordXml
{
    public static XElement Write(string name, object record)
    {
        var element = new XElement(name);
        foreach (ParameterInfo parameter in Constructor(record.GetType()).GetParameters())
        {
            object? value = record.GetType().GetProperty(parameter.Name!)!.GetValue(record);
            if (value is EquatableArray<Step> steps)
            {
                element.Add(new XElement(XmlNames.Kebab(parameter.Name!), steps.Select(PlanXml.WriteStep)));
                continue;
            }

            if (value is not null && !(parameter.HasDefaultValue && value.Equals(Default(parameter))))
            {
                element.Add(new XAttribute(XmlNames.Kebab(parameter.Name!), XmlValue.Format(parameter.ParameterType, value)));
            }
        }

        return element;
    }

    public static object Read(Type type, XElement element)
    {
        var arguments = new List<object?>();
        foreach (ParameterInfo parameter in Constructor(type).GetParameters())
        {
            string name = XmlNames.Kebab(parameter.Name!);
            if (parameter.ParameterType == typeof(EquatableArray<Step>))
            {
                arguments.Add(new EquatableArray<Step>(element.Elements(name).Elements().Select(PlanXml.ReadStep)));
                continue;
            }

            XAttribute? attribute = element.Attribute(name);
            if (attribute is null && !parameter.HasDefaultValue)
            {
                throw new FormatException(string.Format(CultureInfo.InvariantCulture, "'{0}' has no attribute '{1}'.", element.Name.LocalName, name));
            }

            arguments.Add(attribute is null ? Default(parameter) : XmlValue.Parse(parameter.ParameterType, attribute.Value));
        }

        return Constructor(type).Invoke(arguments.ToArray());
    }

    // The compiler-made copy constructor takes the record itself.
    private static ConstructorInfo Constructor(Type type) =>
        type.GetConstructors().Single(c => c.GetParameters() is var parameters && !(parameters.Length == 1 && parameters[0].ParameterType == type));

    private static object? Default(ParameterInfo parameter) =>
        parameter.DefaultValue is { } value && parameter.ParameterType.IsEnum ? Enum.ToObject(parameter.ParameterType, value) : parameter.DefaultValue;
}
