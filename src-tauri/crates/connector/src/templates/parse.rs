//! The grammar of templates.
//!
//! ```text
//! template = ( text | "${" expr "}" )*          "$${" is a literal "${"
//! expr     = term ( "??" term )*                first that is present and not empty
//! term     = name | string | call               name = [A-Za-z][A-Za-z0-9]*     string = '…'
//! call     = ("base64"|"sha256"|"hmac"|"now"|"uuid") "(" [ expr ("," expr)* ] ")"
//! ```

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A template of a connector file, parsed. Serialises as its source text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Template {
    source: String,
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    Text(String),
    Expr(Expr),
}

/// Alternatives; the first that is present and not empty holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Expr(pub(crate) Vec<Term>);

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Term {
    Name(String),
    Text(String),
    Call(Function, Vec<Expr>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Function {
    Base64,
    Sha256,
    Hmac,
    Now,
    Uuid,
}

impl Template {
    /// Parses a template. The error says what is wrong, without the place.
    pub(crate) fn parse(source: &str) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut text = String::new();
        let mut rest = source;
        while let Some(at) = rest.find("${") {
            if rest[..at].ends_with('$') {
                text.push_str(&rest[..at - 1]);
                text.push_str("${");
                rest = &rest[at + 2..];
                continue;
            }
            text.push_str(&rest[..at]);
            if !text.is_empty() {
                pieces.push(Piece::Text(std::mem::take(&mut text)));
            }
            let mut parser = Parser {
                rest: &rest[at + 2..],
            };
            pieces.push(Piece::Expr(parser.expr(0)?));
            parser.expect('}')?;
            rest = parser.rest;
        }
        text.push_str(rest);
        if !text.is_empty() {
            pieces.push(Piece::Text(text));
        }
        Ok(Self {
            source: source.to_owned(),
            pieces,
        })
    }

    pub(crate) fn source(&self) -> &str {
        &self.source
    }

    pub(crate) fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Every name it uses, in order, repeated where it is used again.
    pub(crate) fn names(&self) -> Vec<&str> {
        let mut names = Vec::new();
        for piece in &self.pieces {
            if let Piece::Expr(expr) = piece {
                expr.names(&mut names);
            }
        }
        names
    }
}

impl Expr {
    pub(crate) fn names<'a>(&'a self, out: &mut Vec<&'a str>) {
        for term in &self.0 {
            match term {
                Term::Name(name) => out.push(name),
                Term::Text(_) => {}
                Term::Call(_, arguments) => arguments.iter().for_each(|argument| argument.names(out)),
            }
        }
    }
}

impl Template {
    /// Whether it cannot be filled without a name: no alternative stands beside it.
    pub(crate) fn needs(&self, name: &str) -> bool {
        self.pieces
            .iter()
            .any(|piece| matches!(piece, Piece::Expr(expr) if expr.needs(name)))
    }
}

impl Expr {
    pub(crate) fn needs(&self, name: &str) -> bool {
        match self.0.as_slice() {
            [Term::Name(only)] => only == name,
            [Term::Call(_, arguments)] => arguments.iter().any(|argument| argument.needs(name)),
            _ => false,
        }
    }
}

struct Parser<'a> {
    rest: &'a str,
}

impl<'a> Parser<'a> {
    // Calls nest; eight levels are more than any file needs and bound the recursion.
    fn expr(&mut self, depth: usize) -> Result<Expr, String> {
        if depth > 8 {
            return Err("functions are nested too deeply".to_owned());
        }
        let mut terms = vec![self.term(depth)?];
        loop {
            self.space();
            let Some(rest) = self.rest.strip_prefix("??") else {
                return Ok(Expr(terms));
            };
            self.rest = rest;
            terms.push(self.term(depth)?);
        }
    }

    fn term(&mut self, depth: usize) -> Result<Term, String> {
        self.space();
        if let Some(rest) = self.rest.strip_prefix('\'') {
            let end = rest.find('\'').ok_or("a text in '…' is not closed")?;
            self.rest = &rest[end + 1..];
            return Ok(Term::Text(rest[..end].to_owned()));
        }
        let name = self.word()?;
        self.space();
        let Some(rest) = self.rest.strip_prefix('(') else {
            return Ok(Term::Name(name.to_owned()));
        };
        self.rest = rest;
        let (function, least, most) = match name {
            "base64" => (Function::Base64, 1, 8),
            "sha256" => (Function::Sha256, 1, 8),
            "hmac" => (Function::Hmac, 2, 8),
            "now" => (Function::Now, 0, 1),
            "uuid" => (Function::Uuid, 0, 0),
            _ => {
                return Err(format!(
                    "there is no function \"{name}\"; there are base64, sha256, hmac, now and uuid"
                ));
            }
        };
        let mut arguments = Vec::new();
        self.space();
        if !self.rest.starts_with(')') {
            loop {
                arguments.push(self.expr(depth + 1)?);
                self.space();
                match self.rest.strip_prefix(',') {
                    Some(rest) => self.rest = rest,
                    None => break,
                }
            }
        }
        self.expect(')')?;
        if arguments.len() < least || arguments.len() > most {
            return Err(format!(
                "\"{name}\" takes {least} to {most} arguments, not {}",
                arguments.len()
            ));
        }
        Ok(Term::Call(function, arguments))
    }

    fn word(&mut self) -> Result<&'a str, String> {
        let end = self
            .rest
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(self.rest.len());
        let word = &self.rest[..end];
        if !word.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return Err(match self.rest.chars().next() {
                Some(c) => format!("a name is expected before \"{c}\""),
                None => "a \"${\" is not closed".to_owned(),
            });
        }
        self.rest = &self.rest[end..];
        Ok(word)
    }

    fn expect(&mut self, c: char) -> Result<(), String> {
        self.space();
        match self.rest.strip_prefix(c) {
            Some(rest) => {
                self.rest = rest;
                Ok(())
            }
            None => Err(match self.rest.chars().next() {
                Some(found) => format!("\"{c}\" is expected before \"{found}\""),
                None => "a \"${\" is not closed".to_owned(),
            }),
        }
    }

    fn space(&mut self) {
        self.rest = self.rest.trim_start_matches(' ');
    }
}

impl Serialize for Template {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.source)
    }
}

impl<'de> Deserialize<'de> for Template {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn name(text: &str) -> Term {
        Term::Name(text.to_owned())
    }

    #[test]
    fn reads_the_grammar() {
        let template = Template::parse("a ${ b ?? 'c d' ?? base64(e, ':', f ?? '')}$${g}").unwrap();
        let arguments = vec![
            Expr(vec![name("e")]),
            Expr(vec![Term::Text(":".into())]),
            Expr(vec![name("f"), Term::Text(String::new())]),
        ];
        let expr = Expr(vec![
            name("b"),
            Term::Text("c d".into()),
            Term::Call(Function::Base64, arguments),
        ]);
        assert_eq!(
            template.pieces(),
            [
                Piece::Text("a ".into()),
                Piece::Expr(expr),
                Piece::Text("${g}".into())
            ]
        );
        assert_eq!(template.names(), ["b", "e", "f"]);
    }

    #[test]
    fn says_what_is_wrong() {
        for (source, says) in [
            ("${", "not closed"),
            ("${}", "before \"}\""),
            ("${a", "not closed"),
            ("${a b}", "before \"b\""),
            ("${a ?? }", "before \"}\""),
            ("${'a}", "not closed"),
            ("${now(1)}", "before \"1\""),
            ("${uuid('a')}", "arguments"),
            ("${hmac('a')}", "arguments"),
            ("${upper(a)}", "no function \"upper\""),
            ("${_a}", "before \"_\""),
            ("${${a}}", "before \"$\""),
        ] {
            let error = Template::parse(source).unwrap_err();
            assert!(error.contains(says), "{source}: {error}");
        }
        assert!(Template::parse(&format!("${{{}a{}}}", "base64(".repeat(20), ")".repeat(20))).is_err());
    }

    proptest! {
        #[test]
        fn never_panics(source in "[${}?'()a, é]{0,24}") {
            let _ = Template::parse(&source);
        }

        #[test]
        fn text_without_a_dollar_is_itself(source in "[^$]{1,40}") {
            let template = Template::parse(&source).unwrap();
            prop_assert_eq!(template.pieces(), [Piece::Text(source)]);
        }
    }
}
