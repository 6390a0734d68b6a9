//! Templates: the only place of a connector file where a value of another layer can appear.
//!
//! `parse` is the grammar, `fill` puts values in by the rules of a position, `url` knows which part of a URL template
//! is host, path or query. Values are never templates themselves: filling is a single pass.

mod parse;
mod url;

pub(crate) use self::{
    parse::{Expr, Function, Piece, Template, Term},
    url::UrlTemplate,
};
