import './styles/index.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { asProblem } from './api/problem';
import { LanguageProvider, loadCatalogue, startLanguage } from './app/language';
import { createAppRouter } from './app/router';

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (count, error) => asProblem(error).passing && count < 2,
    },
    mutations: { retry: false },
  },
});
const router = createAppRouter(client);

async function start(): Promise<void> {
  const root = document.getElementById('page');
  if (!root) return;
  const language = startLanguage();
  document.documentElement.lang = language;
  const catalogue = await loadCatalogue(language);
  createRoot(root).render(
    <StrictMode>
      <LanguageProvider language={language} catalogue={catalogue}>
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </LanguageProvider>
    </StrictMode>,
  );
}

void start();
