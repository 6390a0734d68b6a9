//! Connector files and everything that can be said about them without doing anything: their format, the layers of
//! parameters with provenance, templates, requests as they would be sent, answers as they are read.
//!
//! Pure: no I/O, no clock, no randomness. What sends, stores or waits is in the crates above.

mod answer;
mod catalogue;
mod check;
mod connector;
mod derived;
mod discovered;
mod effective;
mod effects;
mod format;
mod import;
mod layers;
mod masking;
mod names;
mod origin;
mod patch;
mod path;
mod problem;
mod projection;
mod reach;
mod request;
mod reserved;
mod schema;
mod secret;
mod templates;
mod time;
mod values;
mod views;

pub use crate::{
    answer::{TokenAnswer, TokenFailure},
    catalogue::{Catalogue, FileFindings, Version},
    check::{PatchLayer, check_patch},
    connector::{Connector, OptionSummary, VariantSummary},
    discovered::Discovered,
    effective::{BeneathView, Effective, Hidden, Leaf, LeafView, RefreshPolicy, Removed},
    effects::{Change, Effect, changes},
    format::{
        AuthKind, BodyKind, ClientAuth, DiscoverStep, ExchangeStep, Expired, ParamFormat, ParamSource,
        ParamType, Parameter, Pkce, Redirect, RedirectStrategy, Retry, SCHEMA_FILE, Signature, Use,
        WebviewRule, json_schema, reference,
    },
    import::{ImportError, ImportNote, Imported, import},
    layers::{Layer, Layers},
    masking::{MASK, SecretMarks, looks_secret, mask, unmask},
    names::Names,
    origin::{AllowedOrigins, Origin, is_loopback},
    patch::{Patch, merge, parse_document},
    path::{ParamPath, PathError},
    problem::{FileProblem, ParamProblem, ParamProblemCode, TemplateError, nearest},
    request::{
        AuthorizeInput, ClientRef, Endpoints, Metadata, MetadataError, NameKind, OAuth1Spec, PlanBody,
        RefreshAs, RequestPlan, ResourceMetadata, ResponseRules, RevokeRule, SigV4Spec, SignSpec,
        StepCaptured, TestRequest, TokenEndpoint, TracedPart, TracedPiece, TracedRequest, challenge,
    },
    secret::Secret,
};

#[cfg(test)]
mod tests;
