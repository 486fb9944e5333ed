using System.Globalization;
using System.Text;

namespace Listening.Training.Card;

/// <summary>Writes the few shapes our pictures need. The pictures read well on white and on dark pages alike.</summary>
internal sealed class Svg(int width, int height, string title)
{
    // Colours of both modes stand here alone; shapes name their class. No variables: not everything that draws SVG knows them.
    private const string Style =
        "text{font:12px system-ui,sans-serif}.title{font-weight:600;font-size:14px}.line{stroke-dasharray:4 3}.empty{fill:none}"
        + ".page{fill:#ffffff}text{fill:#1f2328}.line{stroke:#1f2328}.axis,.empty{stroke:#d1d9e0}.mark{fill:#0969da}text.on{fill:#ffffff}"
        + "@media(prefers-color-scheme:dark){.page{fill:#0d1117}text{fill:#f0f6fc}.line{stroke:#f0f6fc}.axis,.empty{stroke:#3d444d}.mark{fill:#4493f8}text.on{fill:#0d1117}}";

    private readonly StringBuilder _shapes = new();

    /// <param name="strength">0 is invisible, 1 full colour.</param>
    public void Rectangle(double x, double y, double width, double height, string kind, double strength = 1) =>
        Add($"""<rect class="{kind}" x="{x:0.##}" y="{y:0.##}" width="{width:0.##}" height="{height:0.##}" fill-opacity="{strength:0.###}"/>""");

    public void Line(double x1, double y1, double x2, double y2, string kind) =>
        Add($"""<line class="{kind}" x1="{x1:0.##}" y1="{y1:0.##}" x2="{x2:0.##}" y2="{y2:0.##}"/>""");

    public void Dot(double x, double y) => Add($"""<circle class="mark" cx="{x:0.##}" cy="{y:0.##}" r="4"/>""");

    /// <param name="anchor">start, middle or end.</param>
    public void Text(double x, double y, string text, string anchor = "middle", string kind = "") =>
        Add($"""<text class="{kind}" x="{x:0.##}" y="{y:0.##}" text-anchor="{anchor}">{Escaped(text)}</text>""");

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"""
        <svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img">
        <title>{Escaped(title)}</title>
        <style>{Style}</style>
        <rect class="page" width="{width}" height="{height}"/>
        <text class="title" x="16" y="24">{Escaped(title)}</text>
        {_shapes}</svg>

        """);

    private void Add(FormattableString shape) => _shapes.Append(shape.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private static string Escaped(string text) => System.Security.SecurityElement.Escape(text);
}
