using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace ModelCodegen.Plan;

/// <summary>
/// Writes plans as XML that a person can read, and reads them back. An element is a record, an attribute one of its
/// properties; attributes that hold a constructor parameter's default are left out.
/// </summary>
public static class PlanXml
{
    /// <summary>Gives the plan as XML with <c>\n</c> line ends: the same text for equal plans.</summary>
    public static string Write(NetworkPlan plan)
    {
        var root = new XElement("plan", new XAttribute("version", NetworkPlan.CurrentVersion.ToString(CultureInfo.InvariantCulture)));
        foreach (PropertyInfo property in ScalarProperties())
        {
            root.Add(new XAttribute(XmlNames.Kebab(property.Name), XmlValue.Format(property.PropertyType, property.GetValue(plan))));
        }

        root.Add(plan.Inputs.Select(port => RecordXml.Write("input", port)));
        root.Add(plan.Outputs.Select(port => RecordXml.Write("output", port)));
        root.Add(new XElement("prefill", plan.Prefill.Select(WriteStep)));
        root.Add(new XElement("steps", plan.Steps.Select(WriteStep)));

        var text = new StringBuilder();
        var settings = new XmlWriterSettings { Indent = true, IndentChars = "  ", NewLineChars = "\n", OmitXmlDeclaration = true };
        using (XmlWriter writer = XmlWriter.Create(text, settings))
        {
            root.Save(writer);
        }

        return text.Append('\n').ToString();
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="FormatException">The text is no plan, or one of another version.</exception>
    public static NetworkPlan Read(string text)
    {
        XElement root = Parse(text);
        string version = (string?)root.Attribute("version") ?? "";
        if (root.Name != "plan" || version != NetworkPlan.CurrentVersion.ToString(CultureInfo.InvariantCulture))
        {
            throw new FormatException("This is no plan of version " + NetworkPlan.CurrentVersion.ToString(CultureInfo.InvariantCulture)
                + (version.Length > 0 ? " but of version " + version : "") + ". Delete the intermediate folder and build again.");
        }

        var plan = new NetworkPlan
        {
            Inputs = new EquatableArray<Port>(root.Elements("input").Select(e => (Port)RecordXml.Read(typeof(Port), e))),
            Outputs = new EquatableArray<Port>(root.Elements("output").Select(e => (Port)RecordXml.Read(typeof(Port), e))),
            Prefill = new EquatableArray<FillStep>(root.Elements("prefill").Elements().Select(e => (FillStep)ReadStep(e))),
            Steps = new EquatableArray<Step>(root.Elements("steps").Elements().Select(ReadStep)),
        };
        foreach (PropertyInfo property in ScalarProperties())
        {
            string name = XmlNames.Kebab(property.Name);
            string value = (string?)root.Attribute(name) ?? throw new FormatException("The plan has no attribute '" + name + "'.");
            property.SetValue(plan, XmlValue.Parse(property.PropertyType, value));
        }

        return plan;
    }

    private static XElement Parse(string text)
    {
        try
        {
            var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit };
            using XmlReader reader = XmlReader.Create(new StringReader(text), settings);
            return XElement.Load(reader);
        }
        catch (XmlException exception)
        {
            throw new FormatException("This is no plan: " + exception.Message, exception);
        }
    }

    internal static XElement WriteStep(Step step)
    {
        string name = step.GetType().Name;
        return RecordXml.Write(XmlNames.Kebab(name.Substring(0, name.Length - "Step".Length)), step);
    }

    internal static Step ReadStep(XElement element)
    {
        string typeName = typeof(Step).Namespace + "." + XmlNames.Pascal(element.Name.LocalName) + "Step";
        Type type = typeof(Step).Assembly.GetType(typeName) ?? throw new FormatException("'" + element.Name.LocalName + "' is no step.");
        return (Step)RecordXml.Read(type, element);
    }

    private static PropertyInfo[] ScalarProperties() =>
        typeof(NetworkPlan).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.CanWrite && (p.PropertyType == typeof(string) || p.PropertyType.IsPrimitive))
            .OrderBy(p => p.MetadataToken)
            .ToArray();
}
