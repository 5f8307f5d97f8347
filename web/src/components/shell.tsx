import { useId, type ReactNode } from 'react';
import { T, useLanguage, useText } from '../intl/intl';

/** The portal's own mark: three shares of one machine. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="4" fill="#0a328e" />
      <path d="M7 8h18v4H7zM7 14h12v4H7zM7 20h7v4H7z" fill="#fff" />
      <path d="M25 14h-4v10h4z" fill="#fc0" />
    </svg>
  );
}

/**
 * The frame of every page: skip link, header with wordmark, demo banner, main, footer.
 * `wordmark` is the link home (its kind differs between the public pages and the application).
 */
export function PageFrame(props: {
  demo: boolean;
  wordmark: ReactNode;
  nav?: ReactNode;
  tools: ReactNode;
  footer?: ReactNode;
  children: ReactNode;
}) {
  const language = useLanguage();
  return (
    <div className="page-frame">
      <a className="skip-link" href="#main">
        <T id="shell.skip" />
      </a>
      <header className="site-header">
        <div className="band">
          {props.wordmark}
          {props.nav}
          <div className="site-tools">{props.tools}</div>
        </div>
      </header>
      {props.demo && <DemoBanner />}
      <main id="main" className="site-main" tabIndex={-1}>
        <div className="band">{props.children}</div>
      </main>
      <footer className="site-footer">
        <div className="band">
          <p>
            <strong>Champions Portal</strong> · <T id="shell.notEu" />
          </p>
          <p>
            <a href={`/${language}/privacy`}>
              <T id="shell.privacy" />
            </a>
          </p>
          {props.footer}
        </div>
      </footer>
    </div>
  );
}

export function WordmarkText() {
  return (
    <>
      <Mark />
      Champions Portal
    </>
  );
}

function DemoBanner() {
  const label = useText()('demo.label');
  return (
    <aside className="demo-banner" aria-label={label}>
      <p className="band">
        <strong>
          <T id="demo.label" />
        </strong>{' '}
        <T id="demo.text" />
      </p>
    </aside>
  );
}

/** Title of a page with what stands above it (reference, state) and below it (lead). */
export function PageHead(props: {
  title: ReactNode;
  eyebrow?: ReactNode;
  lead?: ReactNode;
  back?: ReactNode;
}) {
  return (
    <div className="page-head">
      {props.back}
      {props.eyebrow && <div className="eyebrow">{props.eyebrow}</div>}
      <h1>{props.title}</h1>
      {props.lead && <p className="lead">{props.lead}</p>}
    </div>
  );
}

/** A part of a page with its heading; the heading names the region. */
export function Section(props: { title: ReactNode; aside?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section className="section" aria-labelledby={id}>
      <div className="section-head">
        <h2 id={id}>{props.title}</h2>
        {props.aside && <div className="small muted">{props.aside}</div>}
      </div>
      {props.children}
    </section>
  );
}
