//! Templates: the only place of a connector file where a value of another layer can appear.
//!
//! `parse` is the grammar, `fill` puts values in by the rules of a position, `url` knows which part of a URL template
//! is host, path or query, and `host` what may stand there. Values are never templates themselves: filling is a single pass.

mod fill;
mod host;
mod parse;
mod url;
#[cfg(test)]
mod url_tests;

pub(crate) use self::{
    fill::{Run, encode, fill, fill_header, header_value, text},
    host::{is_hostname, not_a_url, usable, whole_url},
    parse::{Expr, Function, Piece, Template, Term},
    url::{Filled, Start, UrlTemplate, split_url},
};
