namespace Listening.Domain;

public static class TextCut
{
    public static (string Text, bool Cut) To(string text, int max) => (text.Length <= max ? text : text[..max], text.Length > max);
}
