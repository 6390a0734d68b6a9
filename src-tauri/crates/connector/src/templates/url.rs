//! URL templates: which part is host, port, path or query is decided by the file's own text, before any value is in it.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use url::Url;

use super::{
    Expr, Piece, Template,
    fill::{Run, encode, evaluate, text},
    host,
};
use crate::{Names, TemplateError};

/// Where a piece stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Host,
    Port,
    Path,
    Query,
}

/// What a URL begins with.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) enum Start {
    /// `/…`: joined to a base.
    #[default]
    Relative,
    /// `https://` or `http://`.
    Scheme(&'static str),
    /// A parameter whose value is a whole URL.
    Value(Expr),
}

/// A URL template, taken apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct UrlTemplate {
    source: String,
    start: Start,
    parts: Vec<(Place, Piece)>,
}

/// A filled URL and what each part of it is made of.
#[derive(Debug, Clone)]
pub(crate) struct Filled {
    pub(crate) url: Url,
    pub(crate) origin: Vec<Run>,
    pub(crate) path: Vec<Run>,
    pub(crate) query: Vec<Run>,
}

impl UrlTemplate {
    /// Takes a template apart. The error says what is wrong, without the place.
    pub(crate) fn parse(source: &str) -> Result<Self, String> {
        let template = Template::parse(source)?;
        let mut pieces = template.pieces().iter();
        let mut place = Place::Path;
        let mut parts = Vec::new();
        let start = match pieces.next() {
            None => return Err("a URL is expected".to_owned()),
            Some(Piece::Expr(expr)) => {
                if let Some(Piece::Text(text)) = template.pieces().get(1) {
                    if !text.starts_with(['/', '?']) {
                        return Err("what follows a whole URL must begin with / or ?".to_owned());
                    }
                } else if template.pieces().len() > 1 {
                    return Err("what follows a whole URL must begin with / or ?".to_owned());
                }
                Start::Value(expr.clone())
            }
            Some(Piece::Text(text)) => {
                let (start, rest) = if let Some(rest) = text.strip_prefix("https://") {
                    (Start::Scheme("https"), rest)
                } else if let Some(rest) = text.strip_prefix("http://") {
                    (Start::Scheme("http"), rest)
                } else if text.starts_with('/') && !text.starts_with("//") {
                    (Start::Relative, text.as_str())
                } else {
                    return Err("a URL begins with https://, http://, / or a parameter".to_owned());
                };
                if start != Start::Relative {
                    place = Place::Host;
                }
                split(rest, &mut place, &mut parts)?;
                start
            }
        };
        for piece in pieces {
            match piece {
                Piece::Text(text) => split(text, &mut place, &mut parts)?,
                Piece::Expr(_) => parts.push((place, piece.clone())),
            }
        }
        let this = Self {
            source: source.to_owned(),
            start,
            parts,
        };
        this.check_literals()?;
        Ok(this)
    }

    fn check_literals(&self) -> Result<(), String> {
        let Start::Scheme(scheme) = self.start else {
            return Ok(());
        };
        if !self.parts.iter().any(|(place, _)| *place == Place::Host) {
            return Err("the URL has no host".to_owned());
        }
        if let Some(host) = self.literal_host() {
            let url = Url::parse(&format!("{scheme}://{host}")).map_err(|error| error.to_string())?;
            host::usable(&url)?;
        } else if scheme == "http" {
            return Err("http is only for this machine's own address; use https".to_owned());
        }
        Ok(())
    }

    pub(crate) fn source(&self) -> &str {
        &self.source
    }

    pub(crate) fn is_relative(&self) -> bool {
        self.start == Start::Relative
    }

    pub(crate) fn start(&self) -> &Start {
        &self.start
    }

    /// The host where no value stands in it, with the port if that is literal too.
    fn literal_host(&self) -> Option<String> {
        self.parts
            .iter()
            .filter(|(place, _)| *place == Place::Host)
            .map(|(_, piece)| match piece {
                Piece::Text(text) => Some(text.as_str()),
                Piece::Expr(_) => None,
            })
            .collect()
    }

    /// The expressions in the host.
    pub(crate) fn host_exprs(&self) -> Vec<&Expr> {
        let host = self.parts.iter().filter(|(place, _)| *place == Place::Host);
        host.filter_map(|(_, piece)| {
            if let Piece::Expr(expr) = piece {
                Some(expr)
            } else {
                None
            }
        })
        .collect()
    }

    /// The literal end of a host that has values in it, from its first dot: `.zendesk.com`. Empty if there is none.
    pub(crate) fn host_suffix(&self) -> &str {
        let last = self.parts.iter().rfind(|(place, _)| *place == Place::Host);
        match last {
            Some((_, Piece::Text(text))) => text.find('.').map_or("", |dot| &text[dot..]),
            _ => "",
        }
    }

    /// Scheme and literal port, where they are literal.
    pub(crate) fn scheme_and_port(&self) -> Option<(&'static str, u16)> {
        let Start::Scheme(scheme) = self.start else {
            return None;
        };
        let mut port = String::new();
        for (place, piece) in &self.parts {
            match (place, piece) {
                (Place::Port, Piece::Text(text)) => port.push_str(text),
                (Place::Port, Piece::Expr(_)) => return None,
                _ => {}
            }
        }
        if port.is_empty() {
            return Some((scheme, if scheme == "https" { 443 } else { 80 }));
        }
        port.parse().ok().map(|port| (scheme, port))
    }

    /// This template without path and query: what decides where a request goes.
    pub(crate) fn origin_only(&self) -> Self {
        let place = |place: &Place| matches!(place, Place::Host | Place::Port);
        let parts = self.parts.iter().filter(|(at, _)| place(at)).cloned().collect();
        Self {
            source: self.source.clone(),
            start: self.start.clone(),
            parts,
        }
    }

    /// Every name it uses.
    pub(crate) fn names(&self) -> Vec<&str> {
        let mut names = Vec::new();
        if let Start::Value(expr) = &self.start {
            expr.names(&mut names);
        }
        for (_, piece) in &self.parts {
            if let Piece::Expr(expr) = piece {
                expr.names(&mut names);
            }
        }
        names
    }

    /// Whether it cannot be filled without a name.
    pub(crate) fn needs(&self, name: &str) -> bool {
        let start = matches!(&self.start, Start::Value(expr) if expr.needs(name));
        start
            || self
                .parts
                .iter()
                .any(|(_, piece)| matches!(piece, Piece::Expr(expr) if expr.needs(name)))
    }

    /// Fills it; one that begins with `/` is joined to `base`.
    pub(crate) fn fill(
        &self,
        names: &Names,
        place: &str,
        base: Option<&Filled>,
    ) -> Result<Filled, TemplateError> {
        let (mut origin, mut path, mut query) = (Vec::new(), Vec::new(), Vec::new());
        match &self.start {
            Start::Relative => {
                let base =
                    base.ok_or_else(|| host::not_a_url(place, "there is no base URL to join it to"))?;
                origin.clone_from(&base.origin);
                path.clone_from(&base.path);
                trim_slash(&mut path);
            }
            Start::Scheme(scheme) => origin.push(Run::literal(format!("{scheme}://"))),
            Start::Value(expr) => {
                let run = evaluate(expr, names, place)?;
                if run.secret {
                    return Err(host::refused(place, &run, "it is a secret"));
                }
                let url = host::whole_url(&run.text).map_err(|reason| host::not_a_url(place, &reason))?;
                (origin, path) = split_url(&url, &run);
                if !self.parts.is_empty() {
                    trim_slash(&mut path);
                }
            }
        }
        let mut host_text = String::new();
        let mut has_port = false;
        for (at, piece) in &self.parts {
            let run = match piece {
                Piece::Text(text) => Run::literal(text.as_str()),
                Piece::Expr(expr) => {
                    let mut run = evaluate(expr, names, place)?;
                    match at {
                        Place::Host => host::check_label(&run, place)?,
                        Place::Port => host::check_port(&run, place)?,
                        Place::Path | Place::Query => run.text = encode(&run.text),
                    }
                    run
                }
            };
            match at {
                Place::Host => {
                    host_text.push_str(&run.text);
                    origin.push(run);
                }
                Place::Port => {
                    if !std::mem::replace(&mut has_port, true) {
                        origin.push(Run::literal(":"));
                    }
                    origin.push(run);
                }
                Place::Path => path.push(run),
                Place::Query => query.push(run),
            }
        }
        let written = text(&path);
        if written.split('/').any(|segment| matches!(segment, "." | "..")) {
            return Err(host::not_a_url(place, "a path segment would be \".\" or \"..\""));
        }
        let mut whole = format!("{}{written}", text(&origin));
        if !query.is_empty() {
            whole.push('?');
            whole.push_str(&text(&query));
        }
        let url = Url::parse(&whole).map_err(|error| host::not_a_url(place, &error.to_string()))?;
        host::usable(&url).map_err(|reason| host::not_a_url(place, &reason))?;
        if !host_text.is_empty() {
            host::check_host(&url, &host_text, place)?;
        }
        Ok(Filled {
            url,
            origin,
            path,
            query,
        })
    }
}

fn trim_slash(path: &mut Vec<Run>) {
    if let Some(last) = path.last_mut() {
        let kept = last.text.trim_end_matches('/').len();
        last.text.truncate(kept);
    }
    path.retain(|run| !run.text.is_empty());
}

/// The origin and path of a URL that came as one value.
pub(crate) fn split_url(url: &Url, source: &Run) -> (Vec<Run>, Vec<Run>) {
    let run = |text: &str| Run {
        text: text.to_owned(),
        ..source.clone()
    };
    (
        vec![run(&url[..url::Position::BeforePath])],
        vec![run(url.path())],
    )
}

/// Splits literal text at the borders of host, port, path and query.
fn split(text: &str, place: &mut Place, parts: &mut Vec<(Place, Piece)>) -> Result<(), String> {
    let mut piece = String::new();
    let mut flush = |piece: &mut String, place: Place| {
        if !piece.is_empty() {
            parts.push((place, Piece::Text(std::mem::take(piece))));
        }
    };
    let mut in_brackets = false;
    for c in text.chars() {
        match (*place, c) {
            (_, '#') => return Err("a URL here has no fragment (#)".to_owned()),
            (_, c) if c.is_control() || c == ' ' || c == '\\' => {
                return Err("a URL has no spaces, backslashes or control characters".to_owned());
            }
            (Place::Host | Place::Port, '@') => return Err("a URL here has no user name (@)".to_owned()),
            (Place::Host, '[' | ']') => {
                in_brackets = c == '[';
                piece.push(c);
            }
            (Place::Host, ':') if !in_brackets => {
                flush(&mut piece, *place);
                *place = Place::Port;
            }
            (Place::Host | Place::Port, '/' | '?') => {
                flush(&mut piece, *place);
                *place = if c == '/' { Place::Path } else { Place::Query };
                if c == '/' {
                    piece.push('/');
                }
            }
            (Place::Path, '?') => {
                flush(&mut piece, *place);
                *place = Place::Query;
            }
            (_, c) => piece.push(c),
        }
    }
    flush(&mut piece, *place);
    Ok(())
}

impl Serialize for UrlTemplate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.source)
    }
}

impl<'de> Deserialize<'de> for UrlTemplate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}
