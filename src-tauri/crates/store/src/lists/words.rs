//! The language of filters, as a person types it: words that must all be found, `field:word`, `"two words"`, `-word`
//! excludes. The pages read it in the same way where they filter by themselves.

/// One condition of a filter.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Term {
    /// The field it looks in, in lower case; none for all.
    pub(crate) field: Option<String>,
    /// What must be found, in lower case; never empty, except behind a field that is still being typed.
    pub(crate) word: String,
    /// Whether it must *not* be found.
    pub(crate) not: bool,
}

impl Term {
    /// The word as plain text: a field that a list does not have is part of what is looked for.
    pub(crate) fn plain(&self) -> String {
        match &self.field {
            Some(field) => format!("{field}:{}", self.word),
            None => self.word.clone(),
        }
    }

    /// Whether it asks for this word of a fixed few, or for the beginning of it.
    pub(crate) fn asks(&self, word: &str) -> bool {
        word.starts_with(&self.word)
    }
}

/// Takes a filter apart.
pub(crate) fn parse(text: &str) -> Vec<Term> {
    let mut rest = text.trim_start();
    let mut terms = Vec::new();
    while !rest.is_empty() {
        let (term, after) = next(rest);
        terms.extend(term);
        rest = after.trim_start();
    }
    terms
}

/// The first term, where there is one, and what follows it. What is not finished yet (a lone dash, empty quotes) is none.
fn next(text: &str) -> (Option<Term>, &str) {
    let (not, text) = match text.strip_prefix('-') {
        Some(after) => (true, after),
        None => (false, text),
    };
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (field, text) = match text[letters..].strip_prefix(':') {
        Some(after) if letters > 0 => (Some(text[..letters].to_ascii_lowercase()), after),
        _ => (None, text),
    };
    let (word, rest) = match text.strip_prefix('"') {
        Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
        None => text.split_at(
            text.find(|c: char| c.is_whitespace() || c == '"')
                .unwrap_or(text.len()),
        ),
    };
    let word = word.to_lowercase();
    let term = (!word.is_empty() || field.is_some()).then_some(Term { field, word, not });
    (term, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        parse(text)
            .into_iter()
            .map(|term| {
                let field = term.field.map(|field| field + ":").unwrap_or_default();
                format!("{}{field}<{}>", if term.not { "-" } else { "" }, term.word)
            })
            .collect()
    }

    #[test]
    fn words_fields_quotes_and_exclusions() {
        assert_eq!(
            shown(r#"Acme ENV:Sandbox -"two words" -name:"Öl x" "open"#),
            [
                "<acme>",
                "env:<sandbox>",
                "-<two words>",
                "-name:<öl x>",
                "<open>"
            ]
        );
        assert_eq!(shown("foo\"bar\"baz"), ["<foo>", "<bar>", "<baz>"]);
        assert_eq!(shown("https://x 12:30 a-b"), ["https:<//x>", "<12:30>", "<a-b>"]);
        assert_eq!(shown("  - \"\" "), Vec::<String>::new(), "nothing is finished");
        assert_eq!(shown("env: -is:"), ["env:<>", "-is:<>"]);
        assert_eq!(parse("https://x")[0].plain(), "https://x");
    }
}
