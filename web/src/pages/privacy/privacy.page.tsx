import { PageHead, Section } from '../../components/shell';
import { T } from '../../intl/intl';

/** What the portal does with personal data, in words for everybody (docs/article-30.md for the record). */
export function PrivacyPage() {
  return (
    <>
      <PageHead title={<T id="privacy.title" />} lead={<T id="privacy.lead" />} />
      <Section title={<T id="privacy.what" />}>
        <ul className="prose">
          <li>
            <T id="privacy.what.account" />
          </li>
          <li>
            <T id="privacy.what.organisation" />
          </li>
          <li>
            <T id="privacy.what.requests" />
          </li>
          <li>
            <T id="privacy.what.audit" />
          </li>
        </ul>
      </Section>
      <Section title={<T id="privacy.who" />}>
        <p className="prose">
          <T id="privacy.who.text" />
        </p>
      </Section>
      <Section title={<T id="privacy.long" />}>
        <ul className="prose">
          <li>
            <T id="privacy.long.sessions" />
          </li>
          <li>
            <T id="privacy.long.accounts" />
          </li>
          <li>
            <T id="privacy.long.documents" />
          </li>
          <li>
            <T id="privacy.long.records" />
          </li>
        </ul>
      </Section>
      <Section title={<T id="privacy.rights" />}>
        <p className="prose">
          <T id="privacy.rights.text" />
        </p>
        <p>
          <a href="/app/settings/privacy">
            <T id="privacy.rights.link" />
          </a>
        </p>
      </Section>
      <Section title={<T id="privacy.cookies" />}>
        <p className="prose">
          <T id="privacy.cookies.text" />
        </p>
      </Section>
    </>
  );
}
