import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { PageHead } from '../../components/shell';
import { useTitle } from '../../components/title';
import { T, useText } from '../../intl/intl';
import { SignInSteps } from './sign-in-steps';

export function LoginPage() {
  const navigate = useNavigate();
  const { next } = useSearch({ from: '/entry/login' });
  useTitle(useText()('signIn.title'));
  return (
    <div className="narrow">
      <PageHead title={<T id="signIn.title" />} />
      <SignInSteps onDone={() => void navigate({ href: safePath(next), replace: true })} />
      <p className="section">
        <T id="signIn.register" values={{ link: (parts) => <Link to="/register">{parts}</Link> }} />
      </p>
    </div>
  );
}

/** Only paths of the application itself are followed after signing in. */
export function safePath(next: string | undefined): string {
  return next && /^\/app(\/[^/\\]|$|\?)/.test(next) ? next : '/app';
}
